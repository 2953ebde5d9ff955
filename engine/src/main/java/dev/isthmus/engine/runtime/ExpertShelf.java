package dev.isthmus.engine.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * Experts in memory, of those on disk: never more bytes than are allowed. What was used least gives
 * way; what will probably be used next is loaded ahead of need, on a thread of its own, and is not
 * given away for another guess. Thread-safe.
 */
final class ExpertShelf implements AutoCloseable {

  private final ExpertSource source;
  private final long limit;
  private final LongSupplier nanos;
  private final Map<ExpertId, RowSession> resident = new HashMap<>();
  private final Set<ExpertId> inUse = new HashSet<>();
  private final Set<ExpertId> expected = new HashSet<>();
  private final ExpertForecast forecast = new ExpertForecast();
  private final ExecutorService ahead = Executors.newSingleThreadExecutor(ExpertShelf::thread);
  private long bytes;
  private long peak;
  private long hits;
  private long misses;
  private long loadedAhead;
  private long stalled;
  private boolean closed;

  /**
   * @param limit most bytes of weights
   * @param nanos a monotonic clock
   */
  ExpertShelf(ExpertSource source, long limit, LongSupplier nanos) {
    this.source = source;
    this.limit = limit;
    this.nanos = nanos;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "experts-ahead");
    thread.setDaemon(true);
    return thread;
  }

  /** An expert that stays until it is given back; waits for the disk where it is not there. */
  synchronized RowSession take(ExpertId id) {
    RowSession session = resident.get(id);
    if (session == null) {
      misses++;
      long start = nanos.getAsLong();
      session = load(id, true);
      stalled += nanos.getAsLong() - start;
    } else {
      hits++;
    }
    inUse.add(id);
    expected.remove(id);
    return session;
  }

  /** Loads one before anything runs. */
  synchronized void fetch(ExpertId id) {
    load(id, true);
  }

  synchronized void giveBack(ExpertId id) {
    inUse.remove(id);
  }

  /** A layer's experts were used: what probably comes next is loaded. */
  synchronized void used(List<ExpertId> ids, int next) {
    forecast.used(ids);
    expected.clear();
    if (closed || bytes == 0) {
      return;
    }
    List<ExpertId> guesses = forecast.next(next);
    expected.addAll(guesses);
    for (ExpertId guess : guesses) {
      if (!resident.containsKey(guess)) {
        ahead.execute(() -> expect(guess));
      }
    }
  }

  private synchronized void expect(ExpertId id) {
    if (!closed && expected.contains(id) && !resident.containsKey(id)) {
      if (load(id, false) != null) {
        loadedAhead++;
      }
    }
  }

  synchronized ExpertUse use() {
    return new ExpertUse(hits, misses, loadedAhead, stalled, bytes, peak, limit);
  }

  /**
   * @param must whether it is needed now; a guess takes no place from another one
   * @return null where there was no place for a guess
   */
  private RowSession load(ExpertId id, boolean must) {
    long needed = largest();
    while (bytes + needed > limit) {
      Optional<ExpertId> least = least(must);
      if (least.isEmpty()) {
        if (must) {
          throw new IllegalStateException(
              "experts of " + needed + " bytes do not fit the " + limit + " that are allowed");
        }
        return null;
      }
      RowSession gone = resident.remove(least.get());
      bytes -= gone.bytes();
      gone.close();
    }
    RowSession session = source.load(id);
    resident.put(id, session);
    bytes += session.bytes();
    peak = Math.max(peak, bytes);
    return session;
  }

  /** Experts of a model are equally large; before the first one is there none is known. */
  private long largest() {
    return resident.values().stream().mapToLong(RowSession::bytes).max().orElse(0);
  }

  private Optional<ExpertId> least(boolean must) {
    List<ExpertId> free = new ArrayList<>(resident.keySet());
    free.removeAll(inUse);
    if (!must) {
      free.removeAll(expected);
    }
    return free.stream()
        .min(
            Comparator.comparing((ExpertId id) -> expected.contains(id))
                .thenComparingDouble(forecast::uses)
                .thenComparing(Comparator.naturalOrder()));
  }

  @Override
  public void close() {
    ahead.shutdownNow();
    synchronized (this) {
      closed = true;
      resident.values().forEach(RowSession::close);
      resident.clear();
      bytes = 0;
    }
  }
}
