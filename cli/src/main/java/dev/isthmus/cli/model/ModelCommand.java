package dev.isthmus.cli.model;

import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Screen;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code isthmus model}. */
@Command(
    name = "model",
    synopsisSubcommandLabel = "COMMAND",
    description = "Looks at models, checks them against reference outputs, fetches them.")
public final class ModelCommand {

  private ModelCommand() {}

  /** With its subcommands. Relative paths are relative to the working folder. */
  public static CommandLine of(Screen screen, Places places) {
    Models models = new Models(screen, places, Path.of("").toAbsolutePath(), System.getenv());
    return new CommandLine(new ModelCommand())
        .addSubcommand(new InspectCommand(screen, places, models))
        .addSubcommand(new CheckCommand(screen, places, models))
        .addSubcommand(new PullCommand(screen, models));
  }
}
