package dev.isthmus.router.rounds;

import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.CallBegin;
import dev.isthmus.protocol.v1.RoundRecord;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.worker.WorkerKeys;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A call to an agent of a site that is reached only over Kafka. */
final class RoundsCall<Q, R> extends ClientCall<Q, R> {

  private final OutgoingCalls calls;
  private final String id;
  private final String site;
  private final MethodDescriptor<Q, R> method;
  private final CallOptions options;
  private final Inflow replies;
  private final Consumer<RoundsCall<?, ?>> over;
  private volatile Listener<R> listener;
  private String node;
  private FrameWriter requests;
  private boolean halfClosed;

  /**
   * @param id of the call, random
   * @param site of the agent
   * @param over told when it is
   */
  RoundsCall(
      OutgoingCalls calls,
      String id,
      String site,
      MethodDescriptor<Q, R> method,
      CallOptions options,
      Consumer<RoundsCall<?, ?>> over) {
    this.calls = calls;
    this.id = id;
    this.site = site;
    this.method = method;
    this.options = options;
    this.over = over;
    Executor executor = Objects.requireNonNullElse(options.getExecutor(), Runnable::run);
    this.replies = new Inflow(executor, new Ear());
  }

  /** A record of the agent's side. */
  void came(RoundRecord reply) {
    replies.came(reply);
  }

  void abort(Status status) {
    replies.abort(status);
  }

  @Override
  public void start(Listener<R> told, Metadata headers) {
    listener = told;
    node = Objects.requireNonNullElse(headers.get(WorkerKeys.NODE), "");
    calls.add(id, this);
  }

  @Override
  public void request(int count) {
    replies.ask(count);
  }

  @Override
  public synchronized void sendMessage(Q message) {
    if (halfClosed) {
      throw new IllegalStateException("the call was closed here");
    }
    if (requests == null) {
      begin(message);
    }
    try (InputStream bytes = method.streamRequest(message)) {
      requests.message(bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void halfClose() {
    halfClosed = true;
    if (requests != null) {
      requests.halfClose();
    }
  }

  @Override
  public void cancel(String why, Throwable cause) {
    Status status = Status.CANCELLED.withDescription(why).withCause(cause);
    synchronized (this) {
      halfClosed = true;
      if (requests != null) {
        requests.end(status);
      }
    }
    abort(status);
  }

  /** Not before the first message: it has the session, whose records must stay in order. */
  private void begin(Q first) {
    String key =
        first instanceof SessionRequest request && request.hasOpen()
            ? request.getOpen().getSession()
            : id;
    RoundRecord head =
        RoundRecord.newBuilder()
            .setVersion(RecordCodec.VERSION)
            .setCall(id)
            .setRouter(calls.router())
            .setSite(site)
            .build();
    requests =
        new FrameWriter(
            calls.outbox(),
            calls.topic(site),
            key,
            head,
            () -> abort(Status.UNAVAILABLE.withDescription("the broker took no record")));
    Deadline deadline = options.getDeadline();
    requests.begin(
        CallBegin.newBuilder()
            .setMethod(method.getFullMethodName())
            .setNode(node)
            .setDeadlineMillis(
                deadline == null ? 0 : Math.max(1, deadline.timeRemaining(TimeUnit.MILLISECONDS)))
            .build());
    if (deadline != null) {
      calls.at(deadline, () -> cancel("the deadline passed", null));
    }
  }

  private final class Ear implements Inflow.Ear {

    @Override
    public void message(byte[] bytes) {
      listener.onMessage(method.parseResponse(new ByteArrayInputStream(bytes)));
    }

    @Override
    public void halfClosed() {}

    @Override
    public void ended(Status status, boolean told) {
      calls.remove(id);
      over.accept(RoundsCall.this);
      listener.onClose(status, new Metadata());
    }
  }
}
