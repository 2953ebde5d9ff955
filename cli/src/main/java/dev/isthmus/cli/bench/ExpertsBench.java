package dev.isthmus.cli.bench;

import static dev.isthmus.cli.bench.Numbers.number;

import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import dev.isthmus.engine.family.Experts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus bench experts}. */
@Command(
    name = "experts",
    description = {
      "A model whose experts stand at other nodes against the same model whole, both on loopback: time per token of one"
          + " session, and what goes to the homes of experts, as the agents count it.",
      "Ends with 1 where a home got more than one call for a step and layer, or an answer differs."
    })
final class ExpertsBench implements Callable<Integer> {

  @Option(names = "--runs", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(names = "--max-tokens", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--nodes",
      defaultValue = "2,3,4",
      split = ",",
      description = "Over how many nodes the experts stand. Default: ${DEFAULT-VALUE}.")
  private List<Integer> nodes;

  @Option(
      names = "--model",
      description = "A mixture-of-experts model. Default: that of k8s/samples/experts.yaml.")
  private String model;

  @Option(names = "--precision", defaultValue = "Fp32", description = "Default: ${DEFAULT-VALUE}.")
  private String precision;

  private final Screen screen;
  private final Places places;

  ExpertsBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  /**
   * What a stack gave.
   *
   * @param millis per token after an answer's first
   */
  private record Figures(double millis, List<String> texts, ExpertCalls calls) {}

  @Override
  public Integer call() throws InterruptedException {
    Experts experts = experts();
    int layers = experts.layers().size();
    screen.line(Hardware.line());
    Figures whole = figures(sample(1).withoutExperts(), "one process");
    Table table =
        new Table(
            "experts over", "ms per token", "ratio", "calls/token", "bytes/token", "most", "equal");
    table.row("one process", number("%.2f", whole.millis()), "1.00", "", "", "", "");
    boolean holds = true;
    for (int count : nodes) {
      Figures apart = figures(sample(count).experts(1), count + " nodes");
      double here = apart.calls().mostPerStepAndLayer(layers);
      boolean equal = apart.texts().equals(whole.texts());
      holds &= here <= 1 && equal;
      table.row(
          count + " nodes",
          number("%.2f", apart.millis()),
          number("%.2f", apart.millis() / whole.millis()),
          number("%.2f", apart.calls().perToken()),
          number("%.0f", apart.calls().bytesPerToken()),
          number("%.2f", here),
          equal ? "yes" : "NO");
    }
    table.lines().forEach(screen::line);
    screen.line(
        "%d layers with experts, %d of them for a token; most: calls to one home for each step and layer (1 at most)"
            .formatted(layers, experts.active()));
    screen.line("equal: whether all answers are byte for byte those of one process");
    return holds ? 0 : 1;
  }

  private Experts experts() {
    String uri = model == null ? Manifest.read(sample()).models().get(0).uri() : model;
    try (BenchModel read = BenchModel.open(uri, screen, places)) {
      Experts experts = read.experts();
      if (experts == null) {
        throw new CliException(
            "%s has no experts; --model takes a mixture-of-experts model".formatted(uri));
      }
      return experts;
    }
  }

  private Figures figures(ManifestVariant manifest, String what) throws InterruptedException {
    Path written = manifest.write(BenchStack.folder(places).resolve("manifests"), "experts");
    try (BenchStack bench = BenchStack.start(written, screen, places)) {
      Volley volley = new Volley(bench.client(), screen);
      ServeRun first = lone(volley, what + ", warming up");
      ExpertCalls before = ExpertCalls.of(bench.stack());
      List<Double> millis = new ArrayList<>();
      for (int run = 1; run <= runs; run++) {
        millis.add(lone(volley, "%s, run %d".formatted(what, run)).millisPerToken());
      }
      return new Figures(
          Statistics.median(millis), first.texts(), ExpertCalls.of(bench.stack()).since(before));
    }
  }

  private ServeRun lone(Volley volley, String what) throws InterruptedException {
    List<Ask> questions =
        Prompts.first(4).stream().map(it -> Ask.greedy(it, maxTokens, "cloud")).toList();
    return new ServeRun(volley.answers(questions, 1, what), 0);
  }

  private Path sample() {
    return places.quickstart().resolveSibling("experts.yaml");
  }

  private ManifestVariant sample(int count) {
    ManifestVariant sample =
        ManifestVariant.of(sample()).precision(precision).cloudNodes(count).cloudCpus(1);
    return model == null ? sample : sample.model(model);
  }
}
