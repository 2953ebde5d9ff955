package dev.isthmus.cli.bench;

import static dev.isthmus.cli.bench.Numbers.number;

import dev.isthmus.cli.chat.Answer;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import dev.isthmus.crds.site.Transport;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.local.link.Link;
import dev.isthmus.local.link.LinkProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus bench serve}. */
@Command(
    name = "serve",
    description = {
      "Speed as a client sees it, by round trip and mode: tokens/s of whole answers and of decoding, time to the first"
          + " token, gaps between pieces, tokens per verifier pass, bytes per token on the link.",
      "Then mode cloud at no round trip against the bare engine, and auto against the better mode, run by run."
    })
final class ServeBench implements Callable<Integer> {

  private static final String AUTO = "auto";

  @Option(
      names = "--rtt",
      split = ";",
      defaultValue = "0ms;10ms;40ms;100ms",
      description = "Links, separated by semicolons. Default: ${DEFAULT-VALUE}.")
  private List<String> links;

  @Option(
      names = "--modes",
      split = ",",
      defaultValue = "cloud,cloud-draft,edge-draft,auto",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<String> modes;

  @Option(names = "--runs", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--prompts",
      defaultValue = "4",
      description = "Questions of a run, one after another. Default: ${DEFAULT-VALUE}.")
  private int prompts;

  @Option(
      names = "--question",
      description = "Asks this in the place of the questions that are built in; may be repeated.")
  private List<String> own = List.of();

  @Option(names = "--max-tokens", defaultValue = "96", description = "Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--precision",
      defaultValue = "Int4",
      description = "The verifiers'. Default: ${DEFAULT-VALUE}.")
  private String precision;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Of the verifier's engine. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--transport",
      defaultValue = "Grpc",
      description = "Of the edge site, Grpc or Kafka. Default: ${DEFAULT-VALUE}.")
  private Transport transport;

  private final Screen screen;
  private final Places places;

  ServeBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws InterruptedException {
    screen.line(Hardware.line());
    try (BenchStack bench =
        BenchStack.start(
            ManifestVariant.of(places.quickstart())
                .precision(precision)
                .cloudCpus(threads)
                .edgeTransport(transport)
                .write(BenchStack.folder(places).resolve("manifests"), "serve"),
            screen,
            places)) {
      Volley volley = new Volley(bench.client(), screen);
      Link link = bench.stack().links().get(0);
      Table table =
          new Table(
              "round trip",
              "mode",
              "answer tok/s",
              "decode tok/s",
              "first token",
              "gap p50",
              "gap p95",
              "tokens/pass",
              "bytes/token");
      List<String> verdicts = new ArrayList<>();
      for (String wan : links) {
        link.profile(LinkProfile.parse(wan));
        Map<String, List<ServeRun>> measured = measure(volley, link, wan);
        measured.forEach((mode, of) -> table.row(row(wan, mode, of)));
        auto(wan, measured, verdicts);
      }
      link.profile(LinkProfile.NONE);
      verdicts.add(bare(volley, link));
      table.lines().forEach(screen::line);
      verdicts.forEach(screen::line);
    }
    return 0;
  }

  private Map<String, List<ServeRun>> measure(Volley volley, Link link, String wan)
      throws InterruptedException {
    for (String mode : modes) {
      run(volley, link, wan + ", " + mode + ", warming up", mode);
    }
    Map<String, List<ServeRun>> measured = new LinkedHashMap<>();
    for (int i = 1; i <= runs; i++) {
      for (String mode : modes) {
        measured
            .computeIfAbsent(mode, key -> new ArrayList<>())
            .add(run(volley, link, "%s, %s, run %d".formatted(wan, mode, i), mode));
      }
    }
    return measured;
  }

  private ServeRun run(Volley volley, Link link, String what, String mode)
      throws InterruptedException {
    String wanted = mode.equals(AUTO) ? null : mode;
    List<Ask> questions =
        questions().stream().map(it -> Ask.greedy(it, maxTokens, wanted)).toList();
    long before = link.bytesFromA() + link.bytesFromB();
    List<Ask.Timed> answers = volley.answers(questions, 1, what);
    return new ServeRun(answers, link.bytesFromA() + link.bytesFromB() - before);
  }

  private List<String> questions() {
    return own.isEmpty() ? Prompts.first(prompts) : own;
  }

  private static Object[] row(String wan, String mode, List<ServeRun> of) {
    List<Double> firsts = new ArrayList<>();
    List<Double> gaps = new ArrayList<>();
    for (ServeRun run : of) {
      for (Ask.Timed answer : run.answers()) {
        firsts.add(answer.answer().firstTokenMillis());
        gaps.addAll(answer.gaps());
      }
    }
    return new Object[] {
      wan,
      mode,
      number("%.1f", Statistics.median(of.stream().map(ServeRun::answerSpeed).toList())),
      number("%.1f", Statistics.median(of.stream().map(ServeRun::decodeSpeed).toList())),
      number("%.0f ms", Statistics.median(firsts)),
      gaps.isEmpty() ? null : number("%.1f ms", Statistics.median(gaps)),
      gaps.isEmpty() ? null : number("%.1f ms", Statistics.quantile(gaps, 0.95)),
      number("%.2f", Statistics.median(of.stream().map(ServeRun::tokensPerPass).toList())),
      number("%.0f", Statistics.median(of.stream().map(ServeRun::bytesPerToken).toList()))
    };
  }

  private static void auto(
      String wan, Map<String, List<ServeRun>> measured, List<String> verdicts) {
    List<ServeRun> chosen = measured.get(AUTO);
    if (chosen == null || measured.size() < 2) {
      return;
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      double better = 0;
      for (Map.Entry<String, List<ServeRun>> mode : measured.entrySet()) {
        if (!mode.getKey().equals(AUTO)) {
          better = Math.max(better, mode.getValue().get(i).answerSpeed());
        }
      }
      ratios.add(chosen.get(i).answerSpeed() / better);
    }
    verdicts.add(
        "%s: auto reaches %s of the better mode (median of %d paired runs)"
            .formatted(wan, number("%.2f", Statistics.median(ratios)), ratios.size()));
    Map<String, Long> taken =
        chosen.stream()
            .flatMap(run -> run.answers().stream())
            .collect(
                Collectors.groupingBy(
                    it -> it.answer().mode(), TreeMap::new, Collectors.counting()));
    Answer last = chosen.get(chosen.size() - 1).answers().get(0).answer();
    verdicts.add("  it took %s; at last since %s".formatted(taken, last.reason()));
  }

  private String bare(Volley volley, Link link) throws InterruptedException {
    List<Double> ratios = new ArrayList<>();
    List<Double> speeds = new ArrayList<>();
    try (BenchModel model = BenchModel.open(null, screen, places);
        StepEngine engine =
            model.load(Precision.valueOf(precision.toUpperCase(Locale.ROOT)), threads)) {
      BareLoop loop = new BareLoop(engine, model, System::nanoTime);
      List<String> questions = questions();
      questions.forEach(question -> loop.tokensPerSecond(question, maxTokens));
      for (int i = 1; i <= runs; i++) {
        double served =
            run(volley, link, "against the bare engine, run " + i, "cloud").decodeSpeed();
        List<Double> alone =
            questions.stream().map(it -> loop.tokensPerSecond(it, maxTokens)).toList();
        double bare = alone.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        ratios.add(served / bare);
        speeds.add(bare);
      }
    }
    return "bare engine, %d threads: %s tokens/s; mode cloud without a round trip reaches %s of it"
        .formatted(
            threads,
            number("%.1f", Statistics.median(speeds)),
            number("%.2f", Statistics.median(ratios)));
  }
}
