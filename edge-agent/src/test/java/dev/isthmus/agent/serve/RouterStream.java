package dev.isthmus.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.WorkerGrpc;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A router's end of a Session stream. */
public final class RouterStream implements ClientResponseObserver<SessionRequest, SessionReply> {

  private static final int PATIENCE_SECONDS = 60;

  private final BlockingQueue<SessionReply> replies = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private final AtomicInteger received = new AtomicInteger();
  private ClientCallStreamObserver<SessionRequest> call;
  private volatile boolean paused;

  public RouterStream(WorkerGrpc.WorkerStub stub) {
    stub.session(this);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SessionRequest> requests) {
    call = requests;
    call.disableAutoRequestWithInitial(1);
  }

  @Override
  public void onNext(SessionReply reply) {
    received.incrementAndGet();
    replies.add(reply);
    if (!paused) {
      call.request(1);
    }
  }

  @Override
  public void onError(Throwable cause) {
    end.complete(Status.fromThrowable(cause));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK);
  }

  public void send(SessionRequest request) {
    call.onNext(request);
  }

  /** Frames still on their way come; no more are asked for. */
  public void pauseReading() {
    paused = true;
  }

  public int received() {
    return received.get();
  }

  public void breakOff() {
    call.cancel("the link broke", null);
  }

  public SessionReply next() throws InterruptedException {
    SessionReply reply = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(reply).as("an answer, or the stream's end: %s", end).isNotNull();
    return reply;
  }

  /** The status with which the stream ended. */
  public Status failure() throws InterruptedException {
    try {
      return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("the stream did not end", e);
    }
  }
}
