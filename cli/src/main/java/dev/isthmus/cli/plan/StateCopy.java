package dev.isthmus.cli.plan;

import dev.isthmus.cli.terminal.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A copy of an instance's state, for trying things on. Closing it takes it away. */
record StateCopy(Path folder) implements AutoCloseable {

  /**
   * @param state copied where it is there; else the copy is empty
   */
  static StateCopy of(Path state) {
    try {
      Path copy = Files.createTempDirectory("isthmus-plan");
      for (Path file : Files.isDirectory(state) ? files(state) : List.<Path>of()) {
        Path to = copy.resolve(state.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
      return new StateCopy(copy);
    } catch (IOException | UncheckedIOException e) {
      throw new CliException(state + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      // what begins with a dot is about to be renamed by the operator
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new CliException(folder + " cannot be taken away: " + e.getMessage(), e);
    }
  }
}
