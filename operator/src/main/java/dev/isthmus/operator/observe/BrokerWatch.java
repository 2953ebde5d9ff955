package dev.isthmus.operator.observe;

import dev.isthmus.operator.observe.ControlTopics.BrokerAwayException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/**
 * Keeps in touch with the broker: makes the topics of sites as they come, reads each site's control
 * topics to their ends once, and tells whether our heartbeat consumer keeps up. Runs on a thread of
 * its own, since every answer may take seconds.
 */
public final class BrokerWatch implements Runnable {

  private static final Logger LOG = Logger.getLogger(BrokerWatch.class);

  private final ControlTopics topics;
  private final Supplier<Set<String>> sites;
  private final Supplier<Map<TopicPartition, Long>> positions;
  private final Consumer<Report> listener;
  private final Set<String> read = new HashSet<>();
  private Map<String, Uuid> ids = Map.of();
  private Map<TopicPartition, Long> lastEnds = Map.of();
  private boolean away;

  /**
   * What one look at the broker brought.
   *
   * @param fresh sites that were read now: for the first time, or again because the broker was away
   * @param records of these sites
   * @param read sites whose control topics were read to their ends
   * @param answers whether the broker answered
   * @param progress whether our heartbeat consumer had taken in all that was there at the look
   *     before
   * @param lag heartbeats that were there at the look before and are not taken in
   */
  public record Report(
      Set<String> fresh,
      List<ControlRecord> records,
      Set<String> read,
      boolean answers,
      boolean progress,
      long lag) {}

  /**
   * @param sites that resources name now
   * @param positions of our heartbeat consumer
   * @param listener told of each look
   */
  public BrokerWatch(
      ControlTopics topics,
      Supplier<Set<String>> sites,
      Supplier<Map<TopicPartition, Long>> positions,
      Consumer<Report> listener) {
    this.topics = topics;
    this.sites = sites;
    this.positions = positions;
    this.listener = listener;
  }

  /** One look at the broker. Never throws: whatever failed is tried again at the next. */
  @Override
  public void run() {
    try {
      listener.accept(look());
      if (away) {
        LOG.info("the broker answers again");
      }
      away = false;
    } catch (BrokerAwayException | RuntimeException e) {
      if (!away) {
        LOG.warnf("the broker is away, trying on: %s", e.getMessage());
      }
      away = true;
      lastEnds = Map.of();
      listener.accept(new Report(Set.of(), List.of(), Set.copyOf(read), false, false, 0));
    }
  }

  private Report look() throws BrokerAwayException {
    Set<String> wanted = new HashSet<>(sites.get());
    Set<String> fresh = Set.of();
    List<ControlRecord> records = List.of();
    boolean anew = away || !topics.ids(read).equals(ids);
    if (anew || read.isEmpty() || !read.containsAll(wanted)) {
      topics.ensure(wanted);
      fresh = unread(wanted, anew);
      topics.ensure(fresh);
      records = topics.read(fresh);
      if (anew) {
        read.clear(); // a site whose topics were deleted is not asked about again
      }
      read.addAll(fresh);
      ids = topics.ids(read);
    }
    Map<TopicPartition, Long> reached = positions.get();
    boolean progress =
        !lastEnds.isEmpty()
            && lastEnds.entrySet().stream()
                .allMatch(end -> reached.getOrDefault(end.getKey(), -1L) >= end.getValue());
    long lag = lag(lastEnds, reached);
    lastEnds = topics.heartbeatEnds(read);
    return new Report(fresh, records, Set.copyOf(read), true, progress, lag);
  }

  private static long lag(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> reached) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - reached.getOrDefault(end.getKey(), 0L)))
        .sum();
  }

  /** A broker that was away, or started again, may have come back without what it held. */
  private Set<String> unread(Set<String> wanted, boolean anew) throws BrokerAwayException {
    Set<String> unread = new HashSet<>(topics.knownSites());
    unread.addAll(wanted);
    if (!anew) {
      unread.removeAll(read);
    }
    return unread;
  }
}
