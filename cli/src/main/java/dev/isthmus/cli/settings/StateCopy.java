package dev.isthmus.cli.settings;

import dev.isthmus.cli.terminal.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A copy of a fleet's state, for looking at and for trying things on. Closing it takes it away. */
public record StateCopy(Path folder) implements AutoCloseable {

  /**
   * @param state copied where it is there; else the copy is empty
   */
  public static StateCopy of(Path state) {
    try {
      Path copy = fresh();
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

  /** An empty one, to be filled. */
  public static StateCopy empty() {
    try {
      return new StateCopy(fresh());
    } catch (IOException e) {
      throw new CliException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  private static Path fresh() throws IOException {
    return Files.createTempDirectory("isthmus-state");
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
