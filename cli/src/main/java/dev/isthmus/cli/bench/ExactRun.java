package dev.isthmus.cli.bench;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Screen;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One precision and one kind of draft against plain answers. Its stack is started only where
 * something has to be asked.
 */
final class ExactRun implements AutoCloseable {

  private static final String CLOUD = "cloud";

  private final Cell cell;
  private final Function<String, List<Ask>> questions;
  private final ExactLedger ledger;
  private final Screen screen;
  private final Places places;
  private BenchStack stack;

  /** A cell of the grid. */
  record Cell(String precision, DraftKind kind) {

    String name() {
      return precision.toLowerCase(Locale.ROOT) + "-" + kind.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param questions by mode
   */
  ExactRun(
      Cell cell,
      Function<String, List<Ask>> questions,
      ExactLedger ledger,
      Screen screen,
      Places places) {
    this.cell = cell;
    this.questions = questions;
    this.ledger = ledger;
    this.screen = screen;
    this.places = places;
  }

  /**
   * @param concurrency how many sessions at a time, one after the other
   * @return whether all answers are equal
   */
  boolean compare(List<Integer> concurrency) throws InterruptedException {
    // Plain answers depend on the precision alone: whichever cell comes first asks for them.
    List<String> plain = answers(cell.precision().toLowerCase(Locale.ROOT), CLOUD, 1).texts();
    boolean equal = true;
    for (int together : concurrency) {
      if (together > 1) {
        equal &= isEqual(answers(cell.name(), CLOUD, together), plain, CLOUD, together);
      }
      for (String mode : cell.kind().modes()) {
        equal &= isEqual(answers(cell.name(), mode, together), plain, mode, together);
      }
    }
    return equal;
  }

  private ExactLedger.Run answers(String of, String mode, int together)
      throws InterruptedException {
    List<Ask> asked = questions.apply(mode);
    String what = "%s, %s, %d at a time".formatted(of, mode, together);
    String name =
        "%s, %d questions of %d tokens, %08x"
            .formatted(what, asked.size(), asked.get(0).maxTokens(), asked.hashCode());
    Optional<ExactLedger.Run> before = ledger.find(name);
    if (before.isPresent()) {
      return before.get();
    }
    if (stack == null) {
      stack =
          BenchStack.start(
              ManifestVariant.of(places.quickstart())
                  .precision(cell.precision())
                  .drafts(cell.kind())
                  .write(BenchStack.folder(places).resolve("manifests"), cell.name()),
              screen,
              places);
    }
    List<Ask.Timed> answers = new Volley(stack.client(), screen).answers(asked, together, what);
    ExactLedger.Run run =
        new ExactLedger.Run(
            name,
            answers.stream().map(it -> it.answer().text()).toList(),
            answers.stream().mapToLong(it -> it.answer().drafted()).sum(),
            answers.stream().mapToLong(it -> it.answer().accepted()).sum());
    ledger.keep(run);
    return run;
  }

  private boolean isEqual(ExactLedger.Run run, List<String> plain, String mode, int together) {
    int first = -1;
    int different = 0;
    for (int i = 0; i < plain.size(); i++) {
      if (!run.texts().get(i).equals(plain.get(i))) {
        first = first < 0 ? i : first;
        different++;
      }
    }
    screen.line(
        "%s, %s, %d at a time: %d of %d answers equal; %d of %d drafted tokens accepted"
            .formatted(
                cell.name(),
                mode,
                together,
                plain.size() - different,
                plain.size(),
                run.accepted(),
                run.drafted()));
    if (first >= 0) {
      Ask ask = questions.apply(mode).get(first);
      screen.line(
          "  first difference: temperature %s, seed %d, \"%s\"%n  plain: %s%n  this:  %s"
              .formatted(
                  ask.temperature(),
                  ask.seed(),
                  ask.prompt(),
                  oneLine(plain.get(first)),
                  oneLine(run.texts().get(first))));
    }
    return different == 0;
  }

  private static String oneLine(String text) {
    return text.replace("\n", "\\n");
  }

  @Override
  public void close() {
    if (stack != null) {
      stack.close();
    }
  }
}
