package dev.isthmus.cli.bench;

import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.engine.measure.Questions;
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
    List<String> all = Questions.all();
    if (count < 1 || count > all.size()) {
      throw new CliException(
          "%d prompts were asked for; there are 1 to %d".formatted(count, all.size()));
    }
    return all.subList(0, count);
  }
}
