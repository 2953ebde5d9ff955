package dev.isthmus.cli.up;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.local.stack.Instance;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The process that goes on supervising after {@code up --detach} has ended. */
final class Detached implements Readiness.Watch {

  private final Process process;
  private final Instance instance;
  private final Path log;

  private Detached(Process process, Instance instance, Path log) {
    this.process = process;
    this.instance = instance;
    this.log = log;
  }

  /**
   * Starts it: the same command in a session of its own, so that the terminal's end is not its own.
   *
   * @param arguments of {@code isthmus}
   */
  static Detached start(Places places, List<String> arguments) {
    Instance instance = new Instance(places.instance());
    Path log = instance.log("up");
    List<String> command = new ArrayList<>();
    if (onPath("setsid")) {
      command.add("setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.isthmus.cli.Isthmus"));
    command.addAll(arguments);
    try {
      Files.createDirectories(log.getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(new File("/dev/null"));
      Map<String, String> environment = builder.environment();
      environment.put("ISTHMUS_HOME", places.home().toString());
      environment.put("ISTHMUS_STATE", places.instance().toString());
      environment.put("ISTHMUS_CACHE", places.cache().toString());
      return new Detached(builder.start(), instance, log);
    } catch (IOException e) {
      throw new CliException("the supervisor cannot be started: " + e.getMessage(), e);
    }
  }

  /** Asks it to end everything and waits for that. */
  void end() {
    process.destroy();
    process.onExit().join();
  }

  @Override
  public boolean begun() {
    return instance.running().filter(it -> it.supervisor().pid() == process.pid()).isPresent();
  }

  @Override
  public Optional<String> lost() {
    return process.isAlive() ? Optional.empty() : Optional.of(lastWords());
  }

  private String lastWords() {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith("error: "))
          .reduce((earlier, later) -> later)
          .map(line -> line.substring("error: ".length()))
          .orElse("the supervisor ended; its log is " + log);
    } catch (IOException e) {
      return "the supervisor ended; its log is " + log;
    }
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
