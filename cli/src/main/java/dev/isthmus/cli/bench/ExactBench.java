package dev.isthmus.cli.bench;

import dev.isthmus.cli.bench.ExactRun.Cell;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus bench exact}. */
@Command(
    name = "exact",
    description = {
      "Asks the same questions with and without drafting and compares the answers byte for byte: greedy and two"
          + " seeds at temperature 0.8, top_p 0.95. Exit code 1 and the first difference where they differ.",
      "The whole grid takes hours on a small machine; every option makes it smaller, and a run that is broken off goes"
          + " on where it was."
    })
final class ExactBench implements Callable<Integer> {

  @Option(names = "--prompts", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
  private int prompts;

  @Option(names = "--max-tokens", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--precision",
      split = ",",
      defaultValue = "Int4,Int8,Fp32",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<String> precisions;

  @Option(
      names = "--drafts",
      split = ",",
      defaultValue = "MODEL,LOOKUP,BOTH",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<DraftKind> drafts;

  @Option(
      names = "--fresh",
      description = "Asks everything anew. Default: what was asked before is not asked again.")
  private boolean fresh;

  @Option(
      names = "--concurrency",
      split = ",",
      defaultValue = "1,8",
      description = "Sessions at a time. Default: ${DEFAULT-VALUE}.")
  private List<Integer> concurrency;

  private final Screen screen;
  private final Places places;

  ExactBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws InterruptedException {
    screen.line(Hardware.line());
    ExactLedger ledger =
        new ExactLedger(BenchStack.folder(places).resolveSibling("bench-exact.jsonl"));
    if (fresh) {
      ledger.forget();
    } else if (ledger.size() > 0) {
      screen.note("%d runs are there from before; --fresh forgets them".formatted(ledger.size()));
    }
    List<Cell> cells = cells();
    boolean equal = true;
    int done = 0;
    for (Cell cell : cells) {
      screen.note("%d of %d: %s".formatted(++done, cells.size(), cell.name()));
      try (ExactRun run = new ExactRun(cell, this::questions, ledger, screen, places)) {
        equal &= run.compare(concurrency);
      }
    }
    return equal ? 0 : 1;
  }

  private List<Cell> cells() {
    return precisions.stream()
        .flatMap(precision -> drafts.stream().map(kind -> new Cell(precision, kind)))
        .toList();
  }

  private List<Ask> questions(String mode) {
    List<Ask> questions = new ArrayList<>();
    for (String prompt : Prompts.first(prompts)) {
      questions.add(Ask.greedy(prompt, maxTokens, mode));
      questions.add(new Ask(prompt, 0.8, 0.95, 11, maxTokens, mode));
      questions.add(new Ask(prompt, 0.8, 0.95, 12, maxTokens, mode));
    }
    return questions;
  }
}
