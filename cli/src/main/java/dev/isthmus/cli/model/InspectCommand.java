package dev.isthmus.cli.model;

import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.terminal.OutputFormat;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.engine.source.ModelSource;
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

  @Parameters(
      paramLabel = "MODEL",
      description = "A .gguf file, a directory, or a name that model pull takes.")
  private String model;

  @Option(names = "-o", paramLabel = "text|json", description = "json: one object.")
  private OutputFormat format = OutputFormat.text;

  private final Screen screen;
  private final Models models;

  InspectCommand(Screen screen, Models models) {
    this.screen = screen;
    this.models = models;
  }

  @Override
  public Integer call() {
    try (ModelSource source = models.open(model, "")) {
      ModelFactsPage facts = ModelFactsPage.of(source);
      if (format == OutputFormat.json) {
        screen.line(Json.show(facts));
      } else {
        facts.lines().forEach(screen::line);
      }
    }
    return 0;
  }
}
