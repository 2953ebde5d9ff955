package dev.isthmus.router.rounds;

import dev.isthmus.protocol.v1.RoundRecord;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Calls of this router that travel over Kafka. Thread-safe. */
final class OutgoingCalls {

  private final String router;
  private final UnaryOperator<String> topics;
  private final Outbox outbox;
  private final Supplier<String> ids;
  private final ScheduledExecutorService timer;
  private final Map<String, RoundsCall<?, ?>> calls = new ConcurrentHashMap<>();

  /**
   * @param router this one's id, to which replies are addressed
   * @param topics on which a site is called
   * @param ids of calls, random
   * @param timer for deadlines
   */
  OutgoingCalls(
      String router,
      UnaryOperator<String> topics,
      Outbox outbox,
      Supplier<String> ids,
      ScheduledExecutorService timer) {
    this.router = router;
    this.topics = topics;
    this.outbox = outbox;
    this.ids = ids;
    this.timer = timer;
  }

  /** A channel to the agents of a site. */
  ManagedChannel connect(String site) {
    return new RoundsChannel(this, site);
  }

  /** What comes back; others' calls are passed over. */
  void accept(RoundRecord reply) {
    RoundsCall<?, ?> call = calls.get(reply.getCall());
    if (call != null && reply.getRouter().equals(router)) {
      call.came(reply);
    }
  }

  String router() {
    return router;
  }

  Outbox outbox() {
    return outbox;
  }

  String topic(String site) {
    return topics.apply(site);
  }

  String newId() {
    return ids.get();
  }

  void at(Deadline deadline, Runnable task) {
    deadline.runOnExpiration(task, timer);
  }

  void add(String id, RoundsCall<?, ?> call) {
    calls.put(id, call);
  }

  void remove(String id) {
    calls.remove(id);
  }
}
