package dev.isthmus.cli;

import dev.isthmus.cli.bench.BenchCommand;
import dev.isthmus.cli.chat.ChatCommand;
import dev.isthmus.cli.doctor.DoctorCommand;
import dev.isthmus.cli.model.ModelCommand;
import dev.isthmus.cli.plan.PlanCommand;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.status.StatusCommand;
import dev.isthmus.cli.terminal.OneLineErrors;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.up.DownCommand;
import dev.isthmus.cli.up.UpCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code isthmus} command. */
@Command(
    name = "isthmus",
    description = "Runs one language model over a cloud and its edge sites.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    footer = {
      "",
      "Start with: isthmus up, then isthmus chat \"What is an isthmus?\"",
      "Exit codes: 0 done, 1 it did not work (one line says why), 2 the command was written wrong."
    })
public final class Isthmus {

  /** Held: java.util.logging keeps loggers weakly, and a level goes with its logger. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Shows stack traces of errors and libraries' warnings.")
  void debug(boolean debug) {
    ROOT_LOGGER.setLevel(debug ? Level.INFO : Level.SEVERE);
  }

  private Isthmus() {}

  public static void main(String[] arguments) {
    ROOT_LOGGER.setLevel(Level.SEVERE);
    System.exit(commandLine(Screen.standard(), Places.standard()).execute(arguments));
  }

  /** The command with all its subcommands. */
  static CommandLine commandLine(Screen screen, Places places) {
    OneLineErrors errors = new OneLineErrors(screen);
    return new CommandLine(new Isthmus())
        .addSubcommand(new UpCommand(screen, places))
        .addSubcommand(new DownCommand(screen, places))
        .addSubcommand(new ChatCommand(screen, places))
        .addSubcommand(new PlanCommand(screen, places))
        .addSubcommand(new StatusCommand(screen, places))
        .addSubcommand(new DoctorCommand(screen, places))
        .addSubcommand(ModelCommand.of(screen, places))
        .addSubcommand(BenchCommand.of(screen, places))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors);
  }
}
