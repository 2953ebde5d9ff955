package dev.isthmus.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine that figures were taken on. */
public final class Hardware {

  private static final double GIB = 1 << 30;

  private Hardware() {}

  /** Processor, cores, memory, system and JVM in one line. */
  public static String line() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return "%s, %d cores, %.0f GiB, %s %s, Java %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            system.getTotalMemorySize() / GIB,
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.version"));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
