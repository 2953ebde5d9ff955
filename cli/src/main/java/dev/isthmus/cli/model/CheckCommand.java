package dev.isthmus.cli.model;

import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.AtExit;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Colour;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.terminal.OutputFormat;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.engine.check.Check;
import dev.isthmus.engine.check.CheckReport;
import dev.isthmus.engine.check.Cuts;
import dev.isthmus.engine.check.Golden;
import dev.isthmus.engine.check.GoldenFile;
import dev.isthmus.engine.check.ModelCheck;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.JinjaTemplate;
import dev.isthmus.engine.text.ModelTokenizer;
import dev.isthmus.engine.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isthmus model check}. */
@Command(
    name = "check",
    description = {
      "Runs a model and compares it with reference outputs: tokenizer, chat template, logits, greedy ids, and every cut"
          + " into stages.",
      "Exit code 1 and the first difference where they differ."
    })
final class CheckCommand implements Callable<Integer> {

  private static final long KV_BYTES = 1L << 30;

  @Parameters(
      paramLabel = "MODEL",
      description = "A directory, a .gguf file, or a name that model pull takes.")
  private String model;

  @Option(
      names = "--golden",
      description = "The reference outputs. Default: golden.json beside the model.")
  private Path golden;

  @Option(
      names = "--precision",
      defaultValue = "fp32",
      description = "fp32, int8 or int4. Default: ${DEFAULT-VALUE}.")
  private Precision precision;

  @Option(
      names = "--cuts",
      paramLabel = "none|all",
      defaultValue = "none",
      description = "all: every cut into two stages, and three. Default: ${DEFAULT-VALUE}.")
  private Cuts cuts;

  @Option(names = "--threads", defaultValue = "1", description = "Threads of a step. Default: 1.")
  private int threads;

  @Option(names = "-o", paramLabel = "text|json", description = "json: all checks as a list.")
  private OutputFormat format = OutputFormat.text;

  private final Screen screen;
  private final Places places;
  private final Models models;

  CheckCommand(Screen screen, Places places, Models models) {
    this.screen = screen;
    this.places = places;
    this.models = models;
  }

  @Override
  public Integer call() {
    AtExit.withoutRuntimeHooks();
    Path path = models.fetch(model, "");
    Golden reference = GoldenFile.read(golden == null ? beside(path) : golden);
    CheckReport report;
    try (ModelSource source = models.open(model, "");
        Tokenizer tokenizer = ModelTokenizer.of(source.tokenizerJson())) {
      ModelCheck check = check(source, reference);
      report =
          check.texts(reference, tokenizer, template(source)).and(check.numbers(reference, cuts));
    }
    if (format == OutputFormat.json) {
      screen.line(Json.show(report.checks()));
    }
    Optional<Check> difference = report.firstDifference();
    screen.note(
        difference
            .map(
                it ->
                    screen.paint(Colour.BAD, "differs")
                        + " first at "
                        + it.what()
                        + ": "
                        + it.detail())
            .orElseGet(
                () ->
                    screen.paint(Colour.GOOD, "equal")
                        + ": "
                        + report.checks().size()
                        + " checks"));
    return report.holds() ? 0 : 1;
  }

  private ModelCheck check(ModelSource source, Golden reference) {
    Architecture architecture = Families.architecture(source);
    int longest =
        reference.cases().stream()
            .mapToInt(it -> it.promptIds().length + it.greedyIds().length)
            .max()
            .orElse(1);
    EngineOptions options =
        EngineOptions.of(places.cache().resolve("prepared"), threads, KV_BYTES)
            .withContext(Math.min(architecture.context(), longest + 1))
            .withWindows(1)
            .withListener(
                (done, total) ->
                    screen.passing("preparing weights " + 100 * done / Math.max(1, total) + " %"));
    return new ModelCheck(source, architecture, precision, options, this::show);
  }

  private void show(Check check) {
    if (format != OutputFormat.json) {
      screen.line(
          screen.paint(
                  check.holds() ? Colour.GOOD : Colour.BAD, check.holds() ? "equal   " : "differs ")
              + check.what()
              + (check.detail().isEmpty() ? "" : "  " + check.detail()));
    }
  }

  private static Optional<ChatTemplate> template(ModelSource source) {
    return source.template().map(it -> new JinjaTemplate(it, Clock.systemDefaultZone()));
  }

  private static Path beside(Path model) {
    return Stream.of(model, model.toAbsolutePath().getParent())
        .map(folder -> folder.resolve("golden.json"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new CliException(
                    "there is no golden.json beside " + model + "; name one with --golden"));
  }
}
