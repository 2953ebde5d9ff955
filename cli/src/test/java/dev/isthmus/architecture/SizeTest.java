package dev.isthmus.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small classes: a file's lines are counted over all modules, tests included. */
class SizeTest {

  private static final int MOST = 400;
  private static final int MEDIAN = 100;

  @Test
  void noFileIsLongerThanFourHundredLines() throws IOException {
    assertThat(sources().filter(source -> lines(source) > MOST)).isEmpty();
  }

  @Test
  void theMedianFileIsShorterThanAHundredLines() throws IOException {
    List<Long> lines = new ArrayList<>(sources().map(SizeTest::lines).sorted().toList());
    assertThat(lines).isNotEmpty();
    assertThat(lines.get(lines.size() / 2)).isLessThan(MEDIAN);
  }

  private static Stream<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module :
          modules.filter(folder -> Files.isDirectory(folder.resolve("src"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src"))) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
        }
      }
    }
    return found.stream();
  }

  private static long lines(Path source) {
    try (Stream<String> lines = Files.lines(source)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
