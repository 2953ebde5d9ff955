package dev.isthmus.router.attach;

import dev.isthmus.protocol.attach.AttachKeys;
import dev.isthmus.protocol.v1.Presence;
import dev.isthmus.protocol.v1.Wanted;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.LongSupplier;

/** One stream that is held open to this router. Thread-safe. */
final class Holding implements StreamObserver<Presence> {

  /** Told what its holder says, and once that it is over. */
  interface Owner {
    void presented(Holding holding);

    void ended(Holding holding, String why);
  }

  private final ServerCallStreamObserver<Wanted> out;
  private final LongSupplier nanos;
  private final Owner owner;
  private volatile long heard;
  private volatile Presence presence = Presence.getDefaultInstance();
  private boolean over;

  Holding(ServerCallStreamObserver<Wanted> out, LongSupplier nanos, Owner owner) {
    this.out = out;
    this.nanos = nanos;
    this.owner = owner;
    this.heard = nanos.getAsLong();
    out.setOnCancelHandler(() -> end("its connection broke", null));
  }

  String holder() {
    return presence.getHolder();
  }

  List<String> nodes() {
    return presence.getNodesList();
  }

  @Override
  public void onNext(Presence now) {
    heard = nanos.getAsLong();
    if (now.getHolder().isEmpty() || !(holder().isEmpty() || holder().equals(now.getHolder()))) {
      end(
          "a stream is held by one node or router, not by \"" + now.getHolder() + "\"",
          Status.INVALID_ARGUMENT);
      return;
    }
    presence = now;
    owner.presented(this);
  }

  @Override
  public void onError(Throwable cause) {
    end(Status.fromThrowable(cause).toString(), null);
  }

  @Override
  public void onCompleted() {
    end("the holder ended it", Status.OK);
  }

  /** Says that this side lives, or gives a silent holder up. */
  void beat() {
    if (nanos.getAsLong() - heard > AttachKeys.SILENCE.toNanos()) {
      end(
          "nothing was heard for " + AttachKeys.SILENCE.toSeconds() + " s",
          Status.DEADLINE_EXCEEDED);
    } else {
      send(Wanted.getDefaultInstance());
    }
  }

  /**
   * @param connection a name for the Carry that is asked for
   */
  void want(String connection) {
    send(Wanted.newBuilder().setConnection(connection).build());
  }

  void replaced() {
    end("a newer stream of " + holder() + " took its place", Status.ABORTED);
  }

  private synchronized void send(Wanted wanted) {
    if (!over) {
      out.onNext(wanted);
    }
  }

  private void end(String why, Status status) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      if (status == Status.OK) {
        out.onCompleted();
      } else if (status != null) {
        out.onError(status.withDescription(why).asRuntimeException());
      }
    }
    owner.ended(this, why);
  }
}
