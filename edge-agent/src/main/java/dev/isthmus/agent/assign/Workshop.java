package dev.isthmus.agent.assign;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Where the assigner has long work done. Outcomes come back as events on its own thread. */
public interface Workshop {

  /** Runs something long, one at a time, in the order asked. */
  <T> void call(Callable<T> work, Consumer<T> done, Consumer<Throwable> failed);

  /** Runs something on the assigner's thread. */
  void event(Runnable event);

  void later(Duration wait, Runnable event);
}
