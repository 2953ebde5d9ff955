package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.sample.TokenChooser;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one thread of a loaded engine. Streams put what they have into its queue; between two steps
 * it empties the queue, then forms the next step from whatever is ready. Nothing else touches the
 * engine or its sessions, so neither holds a lock.
 */
public final class EngineLoop implements RoleEngine {

  private static final long IDLE_MILLIS = 200;

  private final BlockingQueue<Consumer<SessionTable>> inbox = new LinkedBlockingQueue<>();
  private final EngineSeat seat;
  private final SessionTable table;
  private final Stepper stepper;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean ended;
  private volatile Runnable onQuiet = () -> {};
  private volatile int open;
  private volatile int waiting;

  public EngineLoop(
      String name,
      Role role,
      Pipeline pipeline,
      TokenChooser chooser,
      ServeLimits limits,
      LongSupplier nanos,
      SessionCounts counts) {
    seat = new EngineSeat(pipeline, chooser, limits, nanos, counts);
    table = new SessionTable(seat, role);
    stepper = new Stepper(seat, table);
    thread = new Thread(this::run, "engine-" + name);
    thread.setDaemon(true);
    pipeline.onArrival(() -> submit(nothing -> {}));
  }

  public void start() {
    thread.start();
  }

  /** Runs a request between two steps; after the end it is refused like a new session. */
  public void submit(Consumer<SessionTable> request) {
    inbox.add(request);
    if (ended) {
      refuseRest();
    }
  }

  private synchronized void refuseRest() {
    for (var rest = inbox.poll(); rest != null; rest = inbox.poll()) {
      guarded(rest);
    }
  }

  @Override
  public EngineInfo info() {
    return seat.info();
  }

  @Override
  public KvUse kvUse() {
    return seat.pipeline().kvUse();
  }

  @Override
  public String waiting() {
    return seat.pipeline().ready();
  }

  @Override
  public Optional<Profile> profile() {
    return seat.pipeline().profile();
  }

  @Override
  public void assigned(RoleAssignment latest) {
    seat.pipeline().assigned(latest);
  }

  public int openSessions() {
    return open;
  }

  public int waitingSessions() {
    return waiting;
  }

  /** Waits until no stream holds a session, or for as long as is allowed. */
  public void awaitQuiet(Duration most) {
    CountDownLatch quiet = new CountDownLatch(1);
    onQuiet = quiet::countDown;
    submit(table -> {});
    try {
      quiet.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        boolean stepped = guardedTurn();
        takeRequests(stepped ? 0 : IDLE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      table.endAll(SessionListener.Ending.WITHDRAWN, "the role was taken from this node");
      table.drain();
      ended = true;
      refuseRest();
      seat.pipeline().close();
    }
  }

  private boolean guardedTurn() {
    try {
      return turn();
    } catch (RuntimeException | OutOfMemoryError e) {
      seat.counts().failed(e);
      return false;
    }
  }

  private boolean turn() {
    table.admitWaiting();
    table.expire();
    open = table.open();
    waiting = table.waitingCount();
    if (table.quiet()) {
      onQuiet.run();
    }
    boolean came = seat.pipeline().takeIn();
    return stepper.step() || came;
  }

  private void takeRequests(long waitMillis) throws InterruptedException {
    Consumer<SessionTable> request = inbox.poll(waitMillis, TimeUnit.MILLISECONDS);
    while (request != null) {
      guarded(request);
      request = inbox.poll();
    }
  }

  /** A fault in one request must not take the engine from all the others. */
  private void guarded(Consumer<SessionTable> request) {
    try {
      request.accept(table);
    } catch (RuntimeException | OutOfMemoryError e) {
      seat.counts().failed(e);
    }
  }

  /** Ends all sessions, the thread and the engine; waits for the step in progress. */
  @Override
  public void close() {
    closed = true;
    submit(last -> {});
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
