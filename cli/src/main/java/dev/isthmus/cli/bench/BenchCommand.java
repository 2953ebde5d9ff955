package dev.isthmus.cli.bench;

import dev.isthmus.cli.bench.fleet.FleetBench;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code isthmus bench}. */
@Command(
    name = "bench",
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures this machine. Benches that need a fleet start one of their own.")
public final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  private BenchCommand() {}

  /** The command with its benches. */
  public static CommandLine of(Screen screen, Places places) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new EngineBench(screen, places))
        .addSubcommand(new ExactBench(screen, places))
        .addSubcommand(new ServeBench(screen, places))
        .addSubcommand(new SplitBench(screen, places))
        .addSubcommand(new ExpertsBench(screen, places))
        .addSubcommand(new MemoryBench(screen, places))
        .addSubcommand(new FailoverBench(screen, places))
        .addSubcommand(new KillsBench(screen, places))
        .addSubcommand(new FleetBench(screen, places));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "bench needs one of its commands");
  }
}
