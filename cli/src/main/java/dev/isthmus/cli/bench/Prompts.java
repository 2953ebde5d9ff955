package dev.isthmus.cli.bench;

import dev.isthmus.cli.terminal.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The questions that benches ask, one a line. */
final class Prompts {

  private Prompts() {}

  /**
   * The first so many.
   *
   * @throws CliException where there are fewer
   */
  static List<String> first(int count) {
    List<String> all = all();
    if (count < 1 || count > all.size()) {
      throw new CliException(
          "%d prompts were asked for; there are 1 to %d".formatted(count, all.size()));
    }
    return all.subList(0, count);
  }

  static List<String> all() {
    try (InputStream in = Prompts.class.getResourceAsStream("prompts.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new CliException("prompts.txt cannot be read from the jar: " + e.getMessage(), e);
    }
  }
}
