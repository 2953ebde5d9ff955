package dev.isthmus.cli.up;

import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.local.link.LinkProfile;
import dev.isthmus.local.process.ChildExit;
import dev.isthmus.local.stack.LocalStack;
import dev.isthmus.local.stack.StackException;
import dev.isthmus.local.stack.StackSettings;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A stack that this process runs: ended in order when the process is asked to end. */
final class Running implements Readiness.Watch {

  private final LocalStack stack;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Running(LocalStack stack) {
    this.stack = stack;
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "isthmus-down"));
  }

  /**
   * @param closed sites that let nothing in
   * @param tls whether gRPC is secured
   * @throws CliException with one line for a person
   */
  static Running start(
      Manifest manifest,
      Places places,
      LinkProfile wan,
      Set<String> closed,
      boolean tls,
      int port,
      Consumer<ChildExit> exits) {
    try {
      return new Running(
          LocalStack.start(
              new StackSettings(
                      manifest.path(),
                      places.home(),
                      places.instance(),
                      places.cache(),
                      wan,
                      port,
                      new Random().nextLong())
                  .closing(closed)
                  .securing(tls)
                  .onExit(exits)));
    } catch (StackException e) {
      throw new CliException(e.getMessage(), e);
    }
  }

  @Override
  public boolean begun() {
    return true;
  }

  @Override
  public Optional<String> lost() {
    return Optional.empty(); // parts that die are brought back
  }

  /** Until somebody ends it. */
  void await() throws InterruptedException {
    ended.await();
  }

  /** Ends every process; a second call does nothing. */
  synchronized void end() {
    if (ended.getCount() > 0) {
      stack.close();
      ended.countDown();
    }
  }
}
