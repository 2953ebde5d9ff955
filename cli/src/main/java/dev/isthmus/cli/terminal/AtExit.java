package dev.isthmus.cli.terminal;

import dev.isthmus.engine.runtime.StopSignals;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends something once: where it is closed, or with the process, as Ctrl-C does. */
public final class AtExit implements AutoCloseable {

  /** Shells report a program that a signal ended as this and the signal's number. */
  private static final int BY_SIGNAL = 128;

  private static final Set<AtExit> OPEN = ConcurrentHashMap.newKeySet();

  private final Runnable ending;
  private final Thread hook;
  private boolean ended;

  /**
   * @param name of the thread that ends it with the process
   */
  public AtExit(String name, Runnable ending) {
    this.ending = ending;
    this.hook = new Thread(this::end, name);
    Runtime.getRuntime().addShutdownHook(hook);
    OPEN.add(this);
  }

  /**
   * From now on Ctrl-C and SIGTERM end what is open here and then the process, at once. For
   * commands that run an engine in this process.
   *
   * @see StopSignals
   */
  public static void withoutRuntimeHooks() {
    StopSignals.on(
        signal -> {
          OPEN.forEach(AtExit::end);
          Runtime.getRuntime().halt(BY_SIGNAL + signal);
        });
  }

  private synchronized void end() {
    if (!ended) {
      ended = true;
      ending.run();
    }
  }

  @Override
  public void close() {
    end();
    OPEN.remove(this);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already, and the hook has nothing left to do
    }
  }
}
