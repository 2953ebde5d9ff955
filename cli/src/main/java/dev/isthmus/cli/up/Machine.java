package dev.isthmus.cli.up;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this machine has now.
 *
 * @param availableMemory bytes that processes can get without swapping
 */
public record Machine(int cores, long totalMemory, long availableMemory, String name) {

  /** This one. */
  public static Machine here() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        available(system.getFreeMemorySize()),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
  }

  /** Free room of the disk that holds a folder, or will. */
  public static long freeDisk(Path folder) throws IOException {
    Path at = folder.toAbsolutePath();
    while (!Files.exists(at)) {
      at = at.getParent();
    }
    return Files.getFileStore(at).getUsableSpace();
  }

  /** The page cache counts as free: Linux says how much of it can be given back. */
  private static long available(long free) {
    Path meminfo = Path.of("/proc/meminfo");
    if (!Files.isReadable(meminfo)) {
      return free;
    }
    try (Stream<String> lines = Files.lines(meminfo)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .findFirst()
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .orElse(free);
    } catch (IOException e) {
      return free;
    }
  }
}
