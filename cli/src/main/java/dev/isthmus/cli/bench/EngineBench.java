package dev.isthmus.cli.bench;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import dev.isthmus.engine.measure.Answer;
import dev.isthmus.engine.measure.OwnAnswers;
import dev.isthmus.engine.measure.Quality;
import dev.isthmus.engine.measure.QualityProbe;
import dev.isthmus.engine.measure.Questions;
import dev.isthmus.engine.measure.StepTimer;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StepEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus bench engine}. */
@Command(
    name = "engine",
    description = {
      "Milliseconds of one step by rows, sessions, precision and threads, and the quality of each precision.",
      "With --llama, llama.cpp's figures on the same file in the same run."
    })
final class EngineBench implements Callable<Integer> {

  private static final int LONGEST_ANSWER = 128;

  @Option(names = "--model", description = "A model URI or path. Default: the quickstart's.")
  private String model;

  @Option(
      names = "--precision",
      split = ",",
      defaultValue = "INT4,INT8,FP32",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<Precision> precisions;

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1,2",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<Integer> threads;

  @Option(
      names = "--rows",
      split = ",",
      defaultValue = "1,2,4,8,16",
      description = "Rows of one session's window. Default: ${DEFAULT-VALUE}.")
  private List<Integer> rows;

  @Option(
      names = "--sessions",
      split = ",",
      defaultValue = "1,4,8",
      description = "Sessions of one step, a row each. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sessions;

  @Option(
      names = "--context",
      defaultValue = "256",
      description = "Tokens before the window. Default: ${DEFAULT-VALUE}.")
  private int context;

  @Option(
      names = "--repeats",
      defaultValue = "30",
      description = "Steps behind each median. Default: ${DEFAULT-VALUE}.")
  private int repeats;

  @Option(
      names = "--quality-tokens",
      defaultValue = "4096",
      description =
          "Tokens of fp32's own answers to compare over; 0: none. Default: ${DEFAULT-VALUE}.")
  private int qualityTokens;

  @Option(
      names = "--llama",
      paramLabel = "PYTHON",
      description = "A Python that has llama-cpp-python.")
  private String llama;

  private final Screen screen;
  private final Places places;

  EngineBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (BenchModel bench = BenchModel.open(model, screen, places)) {
      screen.line(Hardware.line());
      screen.line("model " + bench.name() + ", context " + context + ", median of " + repeats);
      Map<Precision, Quality> qualities = qualities(bench);
      Table table = new Table(header());
      for (int count : threads) {
        for (Precision precision : precisions) {
          table.row(row(bench, precision, count, qualities.get(precision)));
        }
        if (llama != null) {
          table.row(llamaRow(bench, count));
        }
      }
      screen.settle();
      table.lines().forEach(screen::line);
    }
    return 0;
  }

  private Map<Precision, Quality> qualities(BenchModel bench) {
    Map<Precision, Quality> qualities = new EnumMap<>(Precision.class);
    if (qualityTokens == 0) {
      return qualities;
    }
    screen.passing("answering in fp32");
    int most = threads.stream().mapToInt(Integer::intValue).max().orElse(1);
    try (StepEngine reference = bench.load(Precision.FP32, most)) {
      List<int[]> prompts = Questions.all().stream().map(bench::prompt).toList();
      List<Answer> answers =
          new OwnAnswers(reference, bench.stopIds()).write(prompts, LONGEST_ANSWER, qualityTokens);
      for (Precision precision : precisions) {
        screen.passing("comparing " + precision + " with fp32");
        if (precision != Precision.FP32) {
          try (StepEngine other = bench.load(precision, most)) {
            qualities.put(precision, new QualityProbe(reference, other).compare(answers));
          }
        }
      }
    }
    return qualities;
  }

  private String[] header() {
    List<String> cells = new ArrayList<>(List.of("threads", "engine"));
    rows.forEach(count -> cells.add("1x" + count));
    sessions.stream().filter(count -> count > 1).forEach(count -> cells.add(count + "x1"));
    cells.addAll(List.of("agreement", "KL", "over"));
    return cells.toArray(String[]::new);
  }

  private Object[] row(BenchModel bench, Precision precision, int count, Quality quality) {
    List<Object> cells = new ArrayList<>(List.of(count, precision));
    try (StepEngine engine = bench.load(precision, count);
        StepTimer timer = new StepTimer(engine, System::nanoTime, context)) {
      for (int width : rows) {
        screen.passing(precision + ", threads " + count + ": a window of " + width);
        cells.add(millis(timed(timer, 1, width)));
      }
      for (int together : sessions) {
        if (together > 1) {
          screen.passing(precision + ", threads " + count + ": " + together + " sessions");
          cells.add(millis(timed(timer, together, 1)));
        }
      }
    }
    cells.add(quality == null ? null : String.format(Locale.ROOT, "%.4f", quality.agreement()));
    cells.add(quality == null ? null : String.format(Locale.ROOT, "%.5f", quality.divergence()));
    cells.add(quality == null ? null : quality.tokens());
    return cells.toArray();
  }

  private double timed(StepTimer timer, int together, int width) {
    return timer
        .time(together, width, repeats)
        .orElseThrow(
            () ->
                new CliException(
                    "the engine has no room for %d windows of %d rows after %d tokens; ask for fewer"
                        .formatted(together, width, context)))
        .millis();
  }

  private Object[] llamaRow(BenchModel bench, int count) throws InterruptedException {
    screen.passing("llama.cpp, threads " + count);
    LlamaSteps steps = LlamaSteps.measure(llama, bench.file(), count, context, repeats, rows);
    List<Object> cells = new ArrayList<>(List.of(count, "llama.cpp (" + steps.version() + ")"));
    rows.forEach(width -> cells.add(millis(steps.millis().get(width))));
    sessions.stream().filter(together -> together > 1).forEach(together -> cells.add(null));
    cells.addAll(Arrays.asList(null, null, null));
    return cells.toArray();
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, "%.2f ms", millis);
  }
}
