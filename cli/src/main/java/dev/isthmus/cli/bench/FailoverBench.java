package dev.isthmus.cli.bench;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus bench failover}. */
@Command(
    name = "failover",
    description = {
      "Two verifiers; the one that serves a session is killed in the middle of its stream. How long the client waits"
          + " until the stream goes on, noticing included, and whether the text is that of an undisturbed run.",
      "Exit code 1 where a text differs."
    })
final class FailoverBench implements Callable<Integer> {

  private static final String QUESTION =
      "Tell a very long and detailed story about a lighthouse, its keeper and a storm.";

  @Option(names = "--runs", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--kill-after",
      defaultValue = "250",
      description = "Pieces of text before the verifier is killed. Default: ${DEFAULT-VALUE}.")
  private int killAfter;

  @Option(names = "--max-tokens", defaultValue = "450", description = "Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(names = "--mode", defaultValue = "cloud", description = "Default: ${DEFAULT-VALUE}.")
  private String mode;

  private final Screen screen;
  private final Places places;

  FailoverBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws InterruptedException {
    screen.line(Hardware.line());
    Path manifest = places.home().resolve("k8s/samples/two-replicas.yaml");
    try (BenchStack bench = BenchStack.start(manifest, screen, places)) {
      List<String> nodes =
          bench.stack().topology().site(bench.stack().topology().hub()).agents().stream()
              .map(agent -> agent.name())
              .toList();
      String model = bench.client().firstModel();
      Ask ask = new Ask(QUESTION, 0.8, 0.95, 3, maxTokens, mode);
      screen.passing("an undisturbed run");
      String undisturbed = ask.of(bench.client(), model).answer().text();
      Table table = new Table("run", "killed", "after", "stream went on after", "text");
      List<Double> waits = new ArrayList<>();
      boolean equal = true;
      for (int run = 1; run <= runs; run++) {
        screen.passing("run " + run);
        Disturbance disturbance =
            new Disturbance(bench.stack(), nodes, killAfter, System::nanoTime);
        String text = disturbance.ask(bench.client(), ask, model);
        boolean same = text.equals(undisturbed);
        equal &= same;
        waits.add(disturbance.longestWaitMillis());
        screen.note(
            "run %d: %s killed, %.0f ms".formatted(run, disturbance.victim(), waits.get(run - 1)));
        table.row(
            run,
            disturbance.victim(),
            killAfter + " pieces",
            String.format(Locale.ROOT, "%.0f ms", disturbance.longestWaitMillis()),
            same ? "equal" : "DIFFERENT");
        bench.stack().part(disturbance.victim()).start();
        bench.awaitReturn(nodes.size(), screen);
      }
      table.lines().forEach(screen::line);
      screen.line(
          String.format(
              Locale.ROOT,
              "median %.0f ms, worst %.0f ms",
              Statistics.median(waits),
              Statistics.quantile(waits, 1)));
      return equal ? 0 : 1;
    }
  }
}
