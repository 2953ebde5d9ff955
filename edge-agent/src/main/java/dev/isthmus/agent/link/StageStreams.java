package dev.isthmus.agent.link;

import dev.isthmus.agent.stage.Link;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** A gRPC stream as a link; written to by one thread at a time. */
final class StageStreams {

  private StageStreams() {}

  /** A stream that was opened here. */
  static <F> Link<F> opened(StreamObserver<F> stream) {
    return new Stream<>(stream, Status.CANCELLED);
  }

  /** A stream that another opened. */
  static <F> Link<F> served(StreamObserver<F> stream) {
    return new Stream<>(stream, Status.UNAVAILABLE);
  }

  private static final class Stream<F> implements Link<F> {

    private final StreamObserver<F> stream;
    private final Status status;
    private boolean ended;

    Stream(StreamObserver<F> stream, Status status) {
      this.stream = stream;
      this.status = status;
    }

    @Override
    public synchronized void send(F frame) {
      if (!ended) {
        stream.onNext(frame);
      }
    }

    @Override
    public synchronized void end(String why) {
      if (!ended) {
        ended = true;
        stream.onError(status.withDescription(why).asRuntimeException());
      }
    }
  }
}
