package dev.isthmus.cli.up;

import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.local.process.Ports;
import java.io.IOException;
import java.util.function.IntPredicate;

/** What would stop a start later, said at once. */
public final class Preflight {

  /** Broker, operator and routers beside the nodes. */
  private static final long BESIDE_NODES = 700_000_000L;

  /** Of what a pool may use a node takes this share before a long context fills it. */
  private static final double NODE_SHARE = 0.5;

  private static final long DISK = 1_500_000_000L;
  private static final double GIGA = 1e9;

  private final Machine machine;
  private final IntPredicate portIsFree;

  public Preflight(Machine machine, IntPredicate portIsFree) {
    this.machine = machine;
    this.portIsFree = portIsFree;
  }

  public static Preflight here() {
    return new Preflight(Machine.here(), Ports::isFree);
  }

  /** Bytes that a start of the manifest needs to be of use. */
  public static long memoryFor(Manifest manifest) {
    return BESIDE_NODES + (long) (manifest.poolBytes() * NODE_SHARE);
  }

  /** Bytes that models, prepared weights and logs need. */
  public static long disk() {
    return DISK;
  }

  /**
   * @param port of the API
   * @throws CliException what is short and the way out
   */
  public void check(Manifest manifest, Places places, int port) {
    if (port != 0 && !portIsFree.test(port)) {
      throw new CliException(
          "port %d is used by another process; choose another: isthmus up --port %d"
              .formatted(port, port + 1));
    }
    long memory = memoryFor(manifest);
    if (machine.availableMemory() < memory) {
      throw new CliException(
          "%.1f GB of memory are available; %s needs about %.1f GB: end other programs, or lower the pools' resources.memory"
              .formatted(machine.availableMemory() / GIGA, manifest.path(), memory / GIGA));
    }
    long disk = free(places);
    if (disk < DISK) {
      throw new CliException(
          "%.1f GB of disk are free for %s; models and prepared weights need %.1f GB: free some, or set ISTHMUS_CACHE to a larger disk"
              .formatted(disk / GIGA, places.cache(), DISK / GIGA));
    }
  }

  private static long free(Places places) {
    try {
      return Machine.freeDisk(places.cache());
    } catch (IOException e) {
      throw new CliException(
          places.cache()
              + " cannot be looked at: "
              + e.getMessage()
              + "; set ISTHMUS_CACHE to a folder that can",
          e);
    }
  }
}
