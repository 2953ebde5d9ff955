package dev.isthmus.router.rounds;

import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.RoundRecord;
import dev.isthmus.protocol.worker.WorkerKeys;
import dev.isthmus.router.relay.CallRelay;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Calls that came over Kafka for agents of this site, relayed to them. Thread-safe. */
final class IncomingCalls {

  /** Routers probe each path every few seconds; one that is silent for so long is gone. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private final String site;
  private final CallRelay relay;
  private final Outbox outbox;
  private final UnaryOperator<String> topics;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanos;
  private final Map<String, IncomingCall> calls = new ConcurrentHashMap<>();
  private final Map<String, Long> heard = new ConcurrentHashMap<>();

  /**
   * @param site this one
   * @param topics on which a caller is answered, by the site in the topic on which it called
   * @param timer for deadlines, and to look for callers that are gone
   * @param nanos a monotonic clock
   */
  IncomingCalls(
      String site,
      CallRelay relay,
      Outbox outbox,
      UnaryOperator<String> topics,
      ScheduledExecutorService timer,
      LongSupplier nanos) {
    this.site = site;
    this.relay = relay;
    this.outbox = outbox;
    this.topics = topics;
    this.timer = timer;
    this.nanos = nanos;
    timer.scheduleAtFixedRate(this::forget, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * @param via the site in the topic's name
   * @param key of the record, which replies have too
   */
  void accept(String via, String key, RoundRecord request) {
    if (!request.getSite().equals(site)) {
      return;
    }
    heard.put(request.getRouter(), nanos.getAsLong());
    if (request.hasBegin()) {
      begin(via, key, request);
      return;
    }
    IncomingCall call = calls.get(request.getCall());
    if (call != null) {
      call.came(request);
    } else if (!request.hasEnd()) {
      writer(via, key, request)
          .end(Status.UNAVAILABLE.withDescription("this call is not known at site " + site));
    }
  }

  private void begin(String via, String key, RoundRecord request) {
    if (calls.containsKey(request.getCall())) {
      return; // sent twice
    }
    Optional<MethodDescriptor<byte[], byte[]>> method =
        CallRelay.worker(request.getBegin().getMethod());
    if (method.isEmpty()) {
      writer(via, key, request)
          .end(
              Status.UNIMPLEMENTED.withDescription(
                  request.getBegin().getMethod() + " does not travel over Kafka"));
      return;
    }
    String id = request.getCall();
    IncomingCall call =
        new IncomingCall(
            request.getRouter(),
            method.get(),
            lost -> writer(via, key, request, lost),
            () -> calls.remove(id));
    calls.put(id, call);
    call.came(request);
    Metadata headers = new Metadata();
    headers.put(WorkerKeys.NODE, request.getBegin().getNode());
    call.hear(relay.relay(method.get(), call, headers));
    if (request.getBegin().getDeadlineMillis() > 0) {
      timer.schedule(
          () -> call.abort(Status.DEADLINE_EXCEEDED),
          request.getBegin().getDeadlineMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  private FrameWriter writer(String via, String key, RoundRecord request) {
    return writer(via, key, request, () -> {});
  }

  private FrameWriter writer(String via, String key, RoundRecord request, Runnable lost) {
    RoundRecord head =
        RoundRecord.newBuilder()
            .setVersion(RecordCodec.VERSION)
            .setCall(request.getCall())
            .setRouter(request.getRouter())
            .setSite(site)
            .setReply(true)
            .build();
    return new FrameWriter(outbox, topics.apply(via), key, head, lost);
  }

  private void forget() {
    long now = nanos.getAsLong();
    heard.values().removeIf(at -> now - at > SILENCE.toNanos());
    calls
        .values()
        .forEach(
            call -> {
              if (!heard.containsKey(call.router())) {
                call.abort(Status.CANCELLED.withDescription(call.router() + " fell silent"));
              }
            });
  }
}
