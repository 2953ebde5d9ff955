package dev.isthmus.agent.start;

import dev.isthmus.agent.assign.RunningRoles;
import dev.isthmus.agent.report.NodeReporter;
import dev.isthmus.agent.schedule.EngineLoop;
import dev.isthmus.agent.schedule.SessionTable;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** How an agent leaves: it says so, takes no new sessions, and lets the running ones finish. */
final class Departure {

  private static final Logger LOG = Logger.getLogger(Departure.class);
  private static final long TELL_SECONDS = 2;

  private final NodeReporter reporter;
  private final RunningRoles roles;
  private final Duration drain;
  private final LongSupplier nanos;

  Departure(NodeReporter reporter, RunningRoles roles, Duration drain, LongSupplier nanos) {
    this.reporter = reporter;
    this.roles = roles;
    this.drain = drain;
    this.nanos = nanos;
  }

  void run() {
    LOG.infof("leaving sessions=%d drain=%s", sessions(), drain);
    roles.loops().forEach(loop -> loop.submit(SessionTable::drain));
    tell();
    long end = nanos.getAsLong() + drain.toNanos();
    for (EngineLoop loop : roles.loops()) {
      loop.awaitQuiet(Duration.ofNanos(Math.max(0, end - nanos.getAsLong())));
    }
    LOG.infof("drained sessions=%d", sessions());
  }

  private void tell() {
    try {
      reporter.leaving().toCompletableFuture().get(TELL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf("the broker was not told: %s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int sessions() {
    return roles.loops().stream().mapToInt(EngineLoop::openSessions).sum();
  }
}
