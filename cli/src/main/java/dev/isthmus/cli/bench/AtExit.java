package dev.isthmus.cli.bench;

/** Ends something once: where it is closed, or with the process, as Ctrl-C does. */
public final class AtExit implements AutoCloseable {

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
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already, and the hook has nothing left to do
    }
  }
}
