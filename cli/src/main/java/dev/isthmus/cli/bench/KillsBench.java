package dev.isthmus.cli.bench;

import static dev.isthmus.cli.bench.Numbers.number;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Patience;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import dev.isthmus.local.stack.Topology.AgentPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus bench kills}. */
@Command(
    name = "kills",
    description = {
      "Kills the nodes of a fleet in turn, each started again at once, while streams go on. How long the slowest stream"
          + " waited for its next piece, and whether all texts are those of undisturbed runs.",
      "Ends with 1 where a text differs or a stream breaks off."
    })
final class KillsBench implements Callable<Integer> {

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Option(
      names = {"-f", "--file"},
      description =
          "What to run, such as k8s/samples/split.yaml. Default: k8s/samples/experts.yaml.")
  private Path file;

  @Option(names = "--kills", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(names = "--streams", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
  private int streams;

  @Option(names = "--max-tokens", defaultValue = "300", description = "Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--between",
      defaultValue = "10",
      description = "Seconds that streams go on before the next kill. Default: ${DEFAULT-VALUE}.")
  private int between;

  private final Screen screen;
  private final Places places;

  KillsBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws InterruptedException {
    screen.line(Hardware.line());
    Path manifest =
        ManifestVariant.of(file == null ? places.quickstart().resolveSibling("experts.yaml") : file)
            .patience("10m")
            .write(BenchStack.folder(places).resolve("manifests"), "kills");
    try (BenchStack bench = BenchStack.start(manifest, screen, places);
        SteadyStreams asked = new SteadyStreams(bench.client(), questions(), Patience.REAL)) {
      Map<String, List<Double>> waits = new TreeMap<>();
      asked.start();
      List<String> nodes = bench.stack().topology().agents().stream().map(AgentPart::name).toList();
      for (int kill = 0; kill < kills; kill++) {
        String victim = nodes.get(kill % nodes.size());
        double millis = kill(bench, victim, asked);
        waits.computeIfAbsent(victim, it -> new ArrayList<>()).add(millis);
        screen.passing(
            "%d of %d: %s, %.0f ms; %d answers, %d faults"
                .formatted(kill + 1, kills, victim, millis, asked.equal(), asked.faults().size()));
      }
      asked.finish();
      screen.settle();
      report(waits, asked);
      return asked.faults().isEmpty() ? 0 : 1;
    }
  }

  /** Milliseconds until every stream has gone on. */
  private double kill(BenchStack bench, String victim, SteadyStreams asked)
      throws InterruptedException {
    Patience.REAL.pause().pause(Duration.ofSeconds(between));
    bench.stack().part(victim).kill();
    long moment = Patience.REAL.nanos().getAsLong();
    bench.stack().part(victim).start();
    if (!Patience.REAL.until(() -> asked.resumed(moment) >= 0, LOOK, LIMIT)) {
      throw new CliException(
          "a stream did not go on within %d minutes after %s was killed; logs are in %s"
              .formatted(LIMIT.toMinutes(), victim, bench.stack().instance().logs()));
    }
    return asked.resumed(moment) / 1e6;
  }

  private List<Ask> questions() {
    List<String> prompts = Prompts.first(streams);
    return IntStream.range(0, streams)
        .mapToObj(i -> new Ask(prompts.get(i), 0.8, 0.95, i, maxTokens, null))
        .toList();
  }

  private void report(Map<String, List<Double>> waits, SteadyStreams asked) {
    Table table = new Table("killed", "times", "median wait", "worst wait");
    waits.forEach(
        (node, millis) ->
            table.row(
                node,
                millis.size(),
                number("%.0f ms", Statistics.median(millis)),
                number("%.0f ms", Statistics.quantile(millis, 1))));
    table.lines().forEach(screen::line);
    asked.faults().forEach(screen::line);
    screen.line(
        "%d kills under %d streams: %d answers equal to undisturbed ones, %d faults, %d refusals before a first token"
            .formatted(kills, streams, asked.equal(), asked.faults().size(), asked.refused()));
  }
}
