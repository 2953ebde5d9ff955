package dev.isthmus.cli.model;

import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.AtExit;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.terminal.OutputFormat;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.narrow.EffectMeter;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.source.ModelSource;
import java.time.Clock;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isthmus model inspect}. */
@Command(
    name = "inspect",
    description =
        "Says what a model is: family, layers, sizes, tokenizer, and what it takes in each precision. Every tensor is"
            + " looked for; a model that could not be served is refused by name.")
final class InspectCommand implements Callable<Integer> {

  /** For experts, of which the others stay on disk. */
  private static final long MEMORY_BYTES = 1L << 30;

  @Parameters(
      paramLabel = "MODEL",
      description = "A .gguf file, a directory, or a name that model pull takes.")
  private String model;

  @Option(
      names = "--max-expert-error",
      paramLabel = "SHARE",
      description =
          "Of a mixture of experts: reads questions through it and says which experts get 4 bits a weight in int4 where"
              + " such a share of the squares of all experts' outputs may be lost, 0 to 1 (a ModelPackage's"
              + " spec.quality.maxExpertError). Takes as long as preparing it twice.")
  private double maxExpertError;

  @Option(names = "-o", paramLabel = "text|json", description = "json: one object.")
  private OutputFormat format = OutputFormat.text;

  private final Screen screen;
  private final Places places;
  private final Models models;

  InspectCommand(Screen screen, Places places, Models models) {
    this.screen = screen;
    this.places = places;
    this.models = models;
  }

  @Override
  public Integer call() {
    if (!(maxExpertError >= 0 && maxExpertError <= 1)) {
      throw new CliException("--max-expert-error is " + maxExpertError + "; it lies in 0 to 1");
    }
    try (ModelSource source = models.open(model, "")) {
      ModelFactsPage facts = ModelFactsPage.of(source, narrow(source));
      if (format == OutputFormat.json) {
        screen.line(Json.show(facts));
      } else {
        facts.lines().forEach(screen::line);
      }
    }
    return 0;
  }

  private SortedSet<ExpertId> narrow(ModelSource source) {
    if (maxExpertError == 0) {
      return new TreeSet<>();
    }
    Architecture shape = Families.architecture(source);
    if (shape.experts() == null) {
      throw new CliException(
          model + " has no experts; --max-expert-error is for mixtures of experts");
    }
    AtExit.withoutRuntimeHooks();
    EffectMeter meter =
        new EffectMeter(
            source,
            shape,
            places.cache().resolve("prepared"),
            1,
            (done, total) -> screen.passing("measuring what 4 bits change"),
            Clock.systemUTC());
    return meter.measure(meter.leastBytes() + MEMORY_BYTES).narrow(maxExpertError);
  }
}
