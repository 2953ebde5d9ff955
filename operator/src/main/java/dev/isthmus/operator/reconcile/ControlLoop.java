package dev.isthmus.operator.reconcile;

import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.observe.BrokerWatch;
import dev.isthmus.operator.observe.ControlRecord;
import dev.isthmus.operator.observe.ControlState;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.protocol.topics.SiteTopic;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The one thread on which everything is decided. Records and ticks come in from outside; a pass
 * over everything follows soon after the first of them, so that a burst of records makes one pass.
 */
public final class ControlLoop {

  private static final Logger LOG = Logger.getLogger(ControlLoop.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration GATHER = Duration.ofMillis(50);

  private final ResourceSource source;
  private final ControlState state;
  private final Reconciler reconciler;
  private final PassWatch watch;
  private final ScheduledExecutorService thread;
  private final LongSupplier nanoTime;
  private volatile Set<String> sites = Set.of();
  private volatile boolean started;
  private Set<String> read = Set.of();
  private boolean answers;
  private boolean progress;
  private boolean passComing;
  private boolean resourcesChanged;
  private long lastTick;

  /**
   * @param watch told of each pass
   * @param thread with a single thread
   * @param nanoTime a monotonic clock
   */
  public ControlLoop(
      ResourceSource source,
      ControlState state,
      Reconciler reconciler,
      PassWatch watch,
      ScheduledExecutorService thread,
      LongSupplier nanoTime) {
    this.source = source;
    this.state = state;
    this.reconciler = reconciler;
    this.watch = watch;
    this.thread = thread;
    this.nanoTime = nanoTime;
  }

  /**
   * Begins, with what the resources say. What was told before is kept, and nothing decided on it.
   */
  public void start() {
    post(
        () -> {
          lastTick = nanoTime.getAsLong();
          source.refresh();
          NodesBefore.tell(source, state);
          names();
          started = true;
        });
    thread.scheduleWithFixedDelay(
        () -> safely(this::tick), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the resources were read. */
  public boolean isStarted() {
    return started;
  }

  /** Sites that resources name now. */
  public Set<String> sites() {
    return sites;
  }

  /** A record of a control topic. Who is heard of is judged at the next tick. */
  public void record(ControlRecord record) {
    if (record.topic() == SiteTopic.HEARTBEATS) {
      thread.execute(() -> safely(() -> take(record)));
    } else {
      post(() -> take(record));
    }
  }

  private void take(ControlRecord record) {
    state.accept(record);
    watch.took(record.topic());
  }

  /** Resources may have changed. */
  public void changed() {
    post(() -> resourcesChanged = true);
  }

  /** What a look at the broker brought. */
  public void looked(BrokerWatch.Report report) {
    post(
        () -> {
          report.fresh().forEach(state::forgetWritten);
          report.records().forEach(state::accept);
          read = report.read();
          answers = report.answers();
          progress = report.progress();
        });
  }

  private void tick() {
    long now = nanoTime.getAsLong();
    state.tick(now - lastTick, progress);
    lastTick = now;
    refresh();
    pass();
  }

  private void pass() {
    long began = nanoTime.getAsLong();
    boolean done = false;
    try {
      Pass pass = reconciler.pass(isCaughtUp(), answers);
      done = true;
      watch.passed(pass, nanoTime.getAsLong() - began);
    } finally {
      if (!done) {
        watch.failed(nanoTime.getAsLong() - began);
      }
    }
  }

  private void refresh() {
    resourcesChanged = false;
    if (source.refresh()) {
      names();
    }
  }

  private void names() {
    sites =
        source.list(Site.class).stream()
            .map(site -> site.getMetadata().getName())
            .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isCaughtUp() {
    return !read.isEmpty() && read.containsAll(sites);
  }

  private void post(Runnable event) {
    thread.execute(
        () -> {
          safely(event);
          if (!passComing) {
            passComing = true;
            thread.schedule(this::gathered, GATHER.toMillis(), TimeUnit.MILLISECONDS);
          }
        });
  }

  private void gathered() {
    passComing = false;
    if (started) {
      safely(
          () -> {
            if (resourcesChanged) {
              refresh();
            }
            pass();
          });
    }
  }

  /**
   * Whatever goes wrong in one pass must not end the loop: the next begins anew from what is true.
   */
  private static void safely(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("a pass failed and will be made again", e);
    }
  }
}
