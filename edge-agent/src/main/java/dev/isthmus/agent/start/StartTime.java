package dev.isthmus.agent.start;

import dev.isthmus.agent.assign.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * When this process started: by the clock, but after the process that used the folder before it. A
 * device's clock may have gone back, and peers tell an old process from its follower by this.
 */
final class StartTime {

  private StartTime() {}

  /**
   * @param dataDir where the last start is kept
   * @return milliseconds since 1970
   */
  static long next(Path dataDir, Clock clock) {
    Path file = dataDir.resolve("started");
    long started = Math.max(clock.millis(), last(file) + 1);
    WholeFile.write(file, Long.toString(started).getBytes(StandardCharsets.US_ASCII));
    return started;
  }

  private static long last(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      return -1; // the first start here, or the disk lost it
    }
  }
}
