package dev.isthmus.agent.assign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** Agents that share a machine take turns measuring: a lock on a file of their common cache. */
final class MeasuringTurn {

  private MeasuringTurn() {}

  /** Measures while no other process does. */
  static <T> T take(Path cacheDir, Supplier<T> measuring) {
    Path file = cacheDir.resolve("measuring.lock");
    try {
      Files.createDirectories(cacheDir);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock(); // until the channel closes
        return measuring.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be locked: " + e.getMessage(), e);
    }
  }
}
