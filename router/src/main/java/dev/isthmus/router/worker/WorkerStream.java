package dev.isthmus.router.worker;

import dev.isthmus.protocol.v1.Close;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One Session stream to a worker, read by one thread. Replies wait in a queue that the router's
 * credit bounds. The worker's session outlives the stream: only {@link #close} frees it.
 */
public final class WorkerStream {

  /** A reply, or why there will be no more. */
  private record Arrival(SessionReply reply, String end) {}

  private final String node;
  private final ClientCall<SessionRequest, SessionReply> call;
  private final Runnable heard;
  private final Runnable released;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final AtomicBoolean open = new AtomicBoolean(true);

  /**
   * @param heard told of every frame
   * @param released told once when the stream is over
   */
  WorkerStream(
      String node,
      ClientCall<SessionRequest, SessionReply> call,
      Metadata headers,
      Runnable heard,
      Runnable released) {
    this.node = node;
    this.call = call;
    this.heard = heard;
    this.released = released;
    call.start(new Arrivals(), headers);
    call.request(2);
  }

  public void send(SessionRequest request) throws WorkerLostException {
    if (!open.get()) {
      throw over();
    }
    try {
      call.sendMessage(request);
    } catch (IllegalStateException e) {
      // The call ended between the check and the write.
      throw over();
    }
  }

  /**
   * The next reply.
   *
   * @throws WorkerLostException where the stream ended, or nothing came within the limit, after
   *     which the stream is over too
   */
  public SessionReply receive(Duration limit) throws WorkerLostException, InterruptedException {
    Arrival arrival = arrivals.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (arrival == null) {
      abandon("no answer within " + limit.toMillis() + " ms");
      throw new WorkerLostException(node + " gave no answer within " + limit.toMillis() + " ms");
    }
    if (arrival.reply() == null) {
      arrivals.add(arrival);
      throw new WorkerLostException("the stream to " + node + " ended: " + arrival.end());
    }
    return arrival.reply();
  }

  /** Whether a reply, or the stream's end, can be had without waiting. */
  public boolean hasArrivals() {
    return !arrivals.isEmpty();
  }

  /** Frees the worker's session and ends the stream. */
  public void close(String reason) {
    if (release()) {
      try {
        call.sendMessage(
            SessionRequest.newBuilder().setClose(Close.newBuilder().setReason(reason)).build());
        call.halfClose();
      } catch (IllegalStateException e) {
        call.cancel("closed while the stream ended", e);
      }
    }
  }

  /** Ends the stream and leaves the worker's session to be opened again, or to its time limit. */
  public void abandon(String why) {
    if (release()) {
      call.cancel(why, null);
    }
  }

  private WorkerLostException over() {
    String why =
        arrivals.stream()
            .filter(arrival -> arrival.reply() == null)
            .map(Arrival::end)
            .findFirst()
            .orElse("given up here");
    return new WorkerLostException("the stream to " + node + " ended: " + why);
  }

  private boolean release() {
    boolean first = open.compareAndSet(true, false);
    if (first) {
      released.run();
    }
    return first;
  }

  private final class Arrivals extends ClientCall.Listener<SessionReply> {

    @Override
    public void onMessage(SessionReply reply) {
      heard.run();
      arrivals.add(new Arrival(reply, null));
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      arrivals.add(new Arrival(null, describe(status)));
      release();
    }

    private static String describe(Status status) {
      return status.getDescription() == null
          ? status.getCode().name()
          : status.getCode() + ", " + status.getDescription();
    }
  }
}
