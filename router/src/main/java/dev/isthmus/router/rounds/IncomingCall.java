package dev.isthmus.router.rounds;

import dev.isthmus.protocol.v1.RoundRecord;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.function.Function;

/** A call that came over Kafka, as a server has it. */
final class IncomingCall extends ServerCall<byte[], byte[]> {

  private final String router;
  private final MethodDescriptor<byte[], byte[]> method;
  private final FrameWriter replies;
  private final Runnable over;
  private final Inflow requests = new Inflow(Runnable::run, new Ear());
  private volatile Listener<byte[]> listener;
  private volatile boolean cancelled;

  /**
   * @param router that calls
   * @param replies given what to do where one does not get through
   * @param over told when nothing more is to be heard
   */
  IncomingCall(
      String router,
      MethodDescriptor<byte[], byte[]> method,
      Function<Runnable, FrameWriter> replies,
      Runnable over) {
    this.router = router;
    this.method = method;
    this.replies =
        replies.apply(() -> abort(Status.UNAVAILABLE.withDescription("the broker took no record")));
    this.over = over;
  }

  String router() {
    return router;
  }

  /** Whom to tell what comes; nothing is asked for before this. */
  void hear(Listener<byte[]> ear) {
    listener = ear;
  }

  /** A record of the caller's side. */
  void came(RoundRecord request) {
    requests.came(request);
  }

  void abort(Status status) {
    requests.abort(status);
  }

  @Override
  public void request(int count) {
    requests.ask(count);
  }

  @Override
  public void sendHeaders(Metadata headers) {
    // None of a worker's calls has any that mean something.
  }

  @Override
  public void sendMessage(byte[] message) {
    if (!cancelled) {
      replies.message(message);
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (!cancelled) {
      replies.end(status);
    }
    over.run();
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
    return method;
  }

  private final class Ear implements Inflow.Ear {

    @Override
    public void message(byte[] bytes) {
      listener.onMessage(bytes);
    }

    @Override
    public void halfClosed() {
      listener.onHalfClose();
    }

    @Override
    public void ended(Status status, boolean told) {
      if (!told) {
        replies.end(status);
      }
      cancelled = true;
      over.run();
      if (listener != null) {
        listener.onCancel();
      }
    }
  }
}
