package dev.isthmus.agent.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the agent, or, as {@code prepare}, the child process that prepares a model's weights. */
@QuarkusMain
public final class AgentMain {

  private static final int SIGNALLED = 128;

  private AgentMain() {}

  public static void main(String... args) {
    if (args.length > 0 && args[0].equals(PrepareCommand.NAME)) {
      System.exit(PrepareCommand.run(args));
    }
    Quarkus.run(null, AgentMain::exit, args);
  }

  /** A stop that was asked for by a signal is a clean one: everything was drained before. */
  private static void exit(int code, Throwable cause) {
    if (code > SIGNALLED) {
      Runtime.getRuntime().halt(0);
    }
    System.exit(code);
  }
}
