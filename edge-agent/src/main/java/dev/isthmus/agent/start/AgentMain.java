package dev.isthmus.agent.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts the agent, or, as {@code prepare}, the child process that prepares a model's weights. */
@QuarkusMain
public final class AgentMain {

  private static final int SIGNALLED = 128;
  private static final long LONGEST_STOP_MINUTES = 5;
  private static final CountDownLatch ENDED = new CountDownLatch(1);

  private AgentMain() {}

  public static void main(String... args) {
    if (args.length > 0 && args[0].equals(PrepareCommand.NAME)) {
      System.exit(PrepareCommand.run(args));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(AgentMain::awaitEnd, "end"));
    Quarkus.run(null, AgentMain::end, args);
    end(0, null);
  }

  /**
   * A stop that was asked for is a clean one: everything was drained, so the exit code is 0, not
   * the signal's that a Java process ends with.
   */
  private static void end(int code, Throwable cause) {
    if (cause != null) {
      cause.printStackTrace();
    }
    if (code == 0 || code > SIGNALLED) {
      Runtime.getRuntime().halt(0);
    }
    ENDED.countDown();
    System.exit(code);
  }

  /** Keeps a signalled process until {@link #end}. */
  private static void awaitEnd() {
    try {
      ENDED.await(LONGEST_STOP_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
