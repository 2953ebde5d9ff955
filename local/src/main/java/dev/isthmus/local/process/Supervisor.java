package dev.isthmus.local.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Keeps processes running until it is closed; then none is left. */
public final class Supervisor implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Backoff backoff;
  private final Consumer<ChildExit> exits;
  private final Map<String, Child> children = Collections.synchronizedMap(new TreeMap<>());
  private final ScheduledExecutorService restarts =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "supervisor");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param exits is told of every end that nobody asked for
   */
  public Supervisor(Backoff backoff, Consumer<ChildExit> exits) {
    this.backoff = backoff;
    this.exits = exits;
  }

  /** Starts a process and keeps it running. */
  public Child start(ChildSpec spec) {
    Child child = new Child(spec, backoff, restarts, exits);
    if (children.putIfAbsent(spec.name(), child) != null) {
      throw new IllegalArgumentException(spec.name() + " runs already");
    }
    child.start();
    return child;
  }

  /**
   * A process by its name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public Child child(String name) {
    Child child = children.get(name);
    if (child == null) {
      throw new IllegalArgumentException(
          "no part is called \"%s\"; there are %s".formatted(name, names()));
    }
    return child;
  }

  /** All names, sorted. */
  public List<String> names() {
    synchronized (children) {
      return List.copyOf(children.keySet());
    }
  }

  /** Asks some to end together, waits, and kills those that have not ended by then. */
  public void stop(Collection<String> names) {
    List<Child> going = new ArrayList<>();
    for (String name : names) {
      Child child = child(name);
      child.terminate();
      going.add(child);
    }
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (Child child : going) {
      long left = Math.max(0, deadline - System.nanoTime());
      if (!child.awaitEnd(Duration.ofNanos(left))) {
        child.kill();
        child.awaitEnd(GRACE);
      }
    }
  }

  @Override
  public void close() {
    restarts.shutdownNow();
    stop(names());
  }
}
