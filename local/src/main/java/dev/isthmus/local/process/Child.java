package dev.isthmus.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A supervised process. It is brought back when it dies unasked; after {@link #kill}, {@link
 * #terminate} or {@link #stop} it stays down until {@link #start}.
 */
public final class Child {

  private static final Predicate<String> NOT_INHERITED =
      name ->
          (name.startsWith("ISTHMUS_") && !name.equals("ISTHMUS_PYTHON"))
              || (name.startsWith("QUARKUS_") && !name.startsWith("QUARKUS_OTEL_"))
              || name.startsWith("KAFKA_")
              || name.equals("JAVA_TOOL_OPTIONS");

  private final ChildSpec spec;
  private final Backoff backoff;
  private final ScheduledExecutorService restarts;
  private final Consumer<ChildExit> exits;
  private Process process;
  private CompletableFuture<Void> tidied = CompletableFuture.completedFuture(null);
  private boolean wanted;
  private int quickDeaths;
  private long startedNanos;
  private ScheduledFuture<?> pending;

  Child(
      ChildSpec spec,
      Backoff backoff,
      ScheduledExecutorService restarts,
      Consumer<ChildExit> exits) {
    this.spec = spec;
    this.backoff = backoff;
    this.restarts = restarts;
    this.exits = exits;
  }

  public ChildSpec spec() {
    return spec;
  }

  /** Starts it where it does not run, and keeps it running from now on. */
  public synchronized void start() {
    wanted = true;
    cancelPending();
    if (alive()) {
      return;
    }
    try {
      Files.createDirectories(spec.log().getParent());
      ProcessBuilder builder = new ProcessBuilder(spec.command());
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(NOT_INHERITED);
      environment.putAll(spec.environment());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
      Process fresh = builder.start();
      fresh.getOutputStream().close();
      process = fresh;
      startedNanos = System.nanoTime();
      ProcessMark.of(fresh.toHandle()).write(spec.pidFile());
      tidied = fresh.onExit().thenAccept(this::ended);
    } catch (IOException e) {
      throw new UncheckedIOException(spec.name() + " cannot be started: " + e.getMessage(), e);
    }
  }

  /** Ends it as a power cut does (SIGKILL) and keeps it down. */
  public synchronized void kill() {
    down(true);
  }

  /** Ends it as a power cut does (SIGKILL); supervision brings it back. */
  public synchronized void crash() {
    if (alive()) {
      process.destroyForcibly();
    }
  }

  /** Asks it to end (SIGTERM) and keeps it down; does not wait. */
  public synchronized void terminate() {
    down(false);
  }

  /** Asks it to end, waits, and kills it where it has not ended by then. */
  public void stop(Duration grace) {
    terminate();
    if (!awaitEnd(grace)) {
      kill();
      awaitEnd(grace);
    }
  }

  /** Whether it ended within a time; its pid file is gone then too. */
  public boolean awaitEnd(Duration limit) {
    try {
      end().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  public synchronized boolean alive() {
    return process != null && process.isAlive();
  }

  /** Its pid while it lives. */
  public synchronized OptionalLong pid() {
    return alive() ? OptionalLong.of(process.pid()) : OptionalLong.empty();
  }

  private synchronized void restart() {
    if (wanted) { // it may have been asked to stay down meanwhile
      start();
    }
  }

  private synchronized CompletableFuture<Void> end() {
    return tidied;
  }

  private void down(boolean hard) {
    wanted = false;
    quickDeaths = 0;
    cancelPending();
    if (process == null) {
      return;
    }
    if (hard) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }

  private void cancelPending() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }

  private void ended(Process dead) {
    ChildExit exit;
    synchronized (this) {
      if (dead != process) {
        return;
      }
      try {
        Files.deleteIfExists(spec.pidFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (!wanted || restarts.isShutdown()) {
        return;
      }
      boolean settled = backoff.isSettled(Duration.ofNanos(System.nanoTime() - startedNanos));
      quickDeaths = settled ? 0 : quickDeaths;
      Duration wait = backoff.after(quickDeaths++);
      pending = restarts.schedule(this::restart, wait.toMillis(), TimeUnit.MILLISECONDS);
      exit = new ChildExit(spec.name(), dead.exitValue(), spec.log(), wait);
    }
    exits.accept(exit);
  }
}
