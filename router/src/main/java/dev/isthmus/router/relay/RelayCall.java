package dev.isthmus.router.relay;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * One call passed on, frame by frame, both ways. A frame is asked of one side only when the other
 * can take it, so a slow end slows the other end and fills no memory here.
 */
final class RelayCall {

  private final ServerCall<byte[], byte[]> near;
  private final ClientCall<byte[], byte[]> far;
  private final Side requests;
  private final Side replies;

  /**
   * @param near from the router of another site
   * @param far to the agent
   */
  RelayCall(ServerCall<byte[], byte[]> near, ClientCall<byte[], byte[]> far) {
    this.near = near;
    this.far = far;
    this.requests = new Side(far::isReady, () -> near.request(1));
    this.replies = new Side(near::isReady, () -> far.request(1));
  }

  ServerCall.Listener<byte[]> start(Metadata headers) {
    far.start(new FromAgent(), headers);
    near.request(1);
    far.request(1);
    return new FromRouter();
  }

  /** One direction: pulls the next frame once the one before could be written. */
  private static final class Side {

    private final java.util.function.BooleanSupplier ready;
    private final Runnable pull;
    private boolean owed;

    Side(java.util.function.BooleanSupplier ready, Runnable pull) {
      this.ready = ready;
      this.pull = pull;
    }

    synchronized void passedOn() {
      if (ready.getAsBoolean()) {
        pull.run();
      } else {
        owed = true;
      }
    }

    synchronized void mayWrite() {
      if (owed) {
        owed = false;
        pull.run();
      }
    }
  }

  private final class FromRouter extends ServerCall.Listener<byte[]> {

    @Override
    public void onMessage(byte[] frame) {
      far.sendMessage(frame);
      requests.passedOn();
    }

    @Override
    public void onHalfClose() {
      far.halfClose();
    }

    @Override
    public void onCancel() {
      far.cancel("the other router's stream ended", null);
    }

    @Override
    public void onReady() {
      replies.mayWrite();
    }
  }

  private final class FromAgent extends ClientCall.Listener<byte[]> {

    @Override
    public void onHeaders(Metadata headers) {
      near.sendHeaders(headers);
    }

    @Override
    public void onMessage(byte[] frame) {
      near.sendMessage(frame);
      replies.passedOn();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!near.isCancelled()) {
        near.close(status, trailers);
      }
    }

    @Override
    public void onReady() {
      requests.mayWrite();
    }
  }
}
