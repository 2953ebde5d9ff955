package dev.isthmus.cli.bench;

import static dev.isthmus.cli.bench.Numbers.number;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import dev.isthmus.local.link.Link;
import dev.isthmus.local.link.LinkProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus bench split}. */
@Command(
    name = "split",
    description = {
      "A model's layers over three processes against the same model in one: time per token of one session, tokens/s"
          + " of four. In both each engine has --threads threads, and of a lone session's stages one works at a time.",
      "Then a model that is split between two sites: time per token with the link's round trip, predicted from the"
          + " time without it, and measured."
    })
final class SplitBench implements Callable<Integer> {

  private static final int SESSIONS = 4;
  private static final int WARM_UPS = 3;

  @Option(names = "--runs", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(names = "--max-tokens", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--precision",
      defaultValue = "Int4",
      description = "The verifiers'. Default: ${DEFAULT-VALUE}.")
  private String precision;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Of each engine. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--rtt",
      defaultValue = "20",
      description = "Between the two sites, in ms. Default: ${DEFAULT-VALUE}.")
  private int roundTrip;

  private final Screen screen;
  private final Places places;

  SplitBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  /**
   * What a stack gave.
   *
   * @param millis per token of a lone session
   * @param speed tokens per second of all sessions together
   */
  private record Figures(double millis, double speed) {}

  @Override
  public Integer call() throws InterruptedException {
    screen.line(Hardware.line());
    Figures whole = figures(sample("split.yaml").whole(), "one process");
    Figures split = figures(sample("split.yaml"), "three processes");
    Table table = new Table("", "one process", "three processes", "ratio");
    table.row(
        "ms per token, one session",
        number("%.1f", whole.millis()),
        number("%.1f", split.millis()),
        number("%.2f", split.millis() / whole.millis()));
    table.row(
        "tokens/s, %d sessions".formatted(SESSIONS),
        number("%.1f", whole.speed()),
        number("%.1f", split.speed()),
        number("%.2f", split.speed() / whole.speed()));
    table.lines().forEach(screen::line);
    betweenSites();
    return 0;
  }

  private Figures figures(ManifestVariant manifest, String what) throws InterruptedException {
    try (BenchStack bench = BenchStack.start(written(manifest), screen, places)) {
      Volley volley = new Volley(bench.client(), screen);
      warm(volley, what + ", warming up");
      List<Double> millis = new ArrayList<>();
      List<Double> speeds = new ArrayList<>();
      for (int run = 1; run <= runs; run++) {
        millis.add(lone(volley, "%s, one session, run %d".formatted(what, run)));
        speeds.add(together(volley, "%s, %d sessions, run %d".formatted(what, SESSIONS, run)));
      }
      return new Figures(Statistics.median(millis), Statistics.median(speeds));
    }
  }

  /** Until the processes' compilers have seen both: three of them need longer than one. */
  private void warm(Volley volley, String what) throws InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      lone(volley, what);
      together(volley, what);
    }
  }

  /** Milliseconds per token after the first. */
  private double lone(Volley volley, String what) throws InterruptedException {
    List<Ask.Timed> answers = volley.answers(questions(2), 1, what);
    return new ServeRun(answers, 0).millisPerToken();
  }

  private double together(Volley volley, String what) throws InterruptedException {
    long start = System.nanoTime();
    List<Ask.Timed> answers = volley.answers(questions(2 * SESSIONS), SESSIONS, what);
    double seconds = (System.nanoTime() - start) / 1e9;
    return answers.stream().mapToInt(it -> it.answer().completionTokens()).sum() / seconds;
  }

  private void betweenSites() throws InterruptedException {
    try (BenchStack bench = BenchStack.start(written(sample("text-stays.yaml")), screen, places)) {
      Volley volley = new Volley(bench.client(), screen);
      Link link = bench.stack().links().get(0);
      warm(volley, "two sites, warming up");
      List<Double> near = new ArrayList<>();
      List<Double> far = new ArrayList<>();
      for (int run = 1; run <= runs; run++) {
        link.profile(LinkProfile.NONE);
        near.add(lone(volley, "two sites without a round trip, run " + run));
        link.profile(LinkProfile.parse(roundTrip + "ms"));
        far.add(lone(volley, "two sites, %d ms, run %d".formatted(roundTrip, run)));
      }
      double predicted = Statistics.median(near) + roundTrip;
      double measured = Statistics.median(far);
      screen.line(
          "two sites %d ms apart: predicted %s ms per token, measured %s (%s %%)"
              .formatted(
                  roundTrip,
                  number("%.1f", predicted),
                  number("%.1f", measured),
                  number("%+.0f", 100 * (measured / predicted - 1))));
    }
  }

  private List<Ask> questions(int count) {
    return Prompts.first(count).stream().map(it -> Ask.greedy(it, maxTokens, null)).toList();
  }

  private ManifestVariant sample(String name) {
    return ManifestVariant.of(places.quickstart().resolveSibling(name))
        .precision(precision)
        .cloudCpus(threads);
  }

  private Path written(ManifestVariant manifest) {
    return manifest.write(BenchStack.folder(places).resolve("manifests"), "split");
  }
}
