package dev.isthmus.cli.bench.fleet;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.AtExit;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.local.link.LinkProfile;
import dev.isthmus.local.stack.ControlPlane;
import dev.isthmus.local.stack.StackException;
import dev.isthmus.local.stack.StackSettings;
import java.nio.file.Path;

/** A control plane of the bench's own, ended with it. */
final class BenchPlane implements AutoCloseable {

  private static final int HEAP_MEBIBYTES = 192;
  private static final long SEED = 20_260_102;

  private final ControlPlane plane;
  private final AtExit atExit;

  private BenchPlane(ControlPlane plane) {
    this.plane = plane;
    this.atExit = new AtExit("fleet-end", plane::close);
  }

  /**
   * @throws CliException where something is in the way, such as another one that runs
   */
  static BenchPlane start(Path manifests, Path folder, Places places) {
    try {
      return new BenchPlane(
          ControlPlane.start(
              new StackSettings(
                  manifests, places.home(), folder, places.cache(), LinkProfile.NONE, 0, SEED),
              HEAP_MEBIBYTES));
    } catch (StackException e) {
      throw new CliException(e.getMessage(), e);
    }
  }

  ControlPlane plane() {
    return plane;
  }

  @Override
  public void close() {
    atExit.close();
  }
}
