package dev.isthmus.cli.terminal;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Errors as one line each; stack traces only with {@code --debug}. */
public final class OneLineErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private static final int USAGE = 2;

  private final Screen screen;

  public OneLineErrors(Screen screen) {
    this.screen = screen;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    screen.error(sentence(failure));
    if (arguments.hasMatchedOption("--debug") || debug(command)) {
      failure.printStackTrace(System.err);
    }
    return 1;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    screen.error(
        sentence(failure) + " (" + command.getCommandSpec().qualifiedName() + " --help says more)");
    return USAGE;
  }

  private static boolean debug(CommandLine command) {
    for (CommandLine at = command; at != null; at = at.getParent()) {
      ParseResult parsed = at.getParseResult();
      if (parsed != null
          && (parsed.hasMatchedOption("--debug")
              || parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption("--debug"))) {
        return true;
      }
    }
    return false;
  }

  private static String sentence(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName() + " (--debug shows where)";
    }
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
