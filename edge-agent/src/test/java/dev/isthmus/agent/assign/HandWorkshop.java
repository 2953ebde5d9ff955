package dev.isthmus.agent.assign;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A workshop whose work runs when a test says so. */
final class HandWorkshop implements Workshop {

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final Deque<Runnable> timers = new ArrayDeque<>();
  final List<Duration> waits = new ArrayList<>();

  @Override
  public <T> void call(Callable<T> task, Consumer<T> done, Consumer<Throwable> failed) {
    work.add(
        () -> {
          T result;
          try {
            result = task.call();
          } catch (Exception e) {
            failed.accept(e);
            return;
          }
          done.accept(result);
        });
  }

  @Override
  public void event(Runnable event) {
    event.run();
  }

  @Override
  public void later(Duration wait, Runnable event) {
    waits.add(wait);
    timers.add(event);
  }

  void work() {
    while (!work.isEmpty()) {
      work.poll().run();
    }
  }

  void ring() {
    timers.poll().run();
  }
}
