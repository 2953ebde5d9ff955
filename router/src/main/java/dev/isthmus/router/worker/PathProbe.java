package dev.isthmus.router.worker;

import dev.isthmus.protocol.v1.ProbeReply;
import dev.isthmus.protocol.v1.ProbeRequest;
import dev.isthmus.protocol.v1.WorkerGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;

/** One echo over a path. */
final class PathProbe extends ClientCall.Listener<ProbeReply> {

  /** Told once how a probe ended. */
  interface Outcome {
    void of(PathProbe probe, boolean answered);
  }

  private final long sentAt;
  private final Outcome outcome;

  /**
   * @param sentAt on the path's own clock, ns
   */
  PathProbe(long sentAt, Outcome outcome) {
    this.sentAt = sentAt;
    this.outcome = outcome;
  }

  long sentAt() {
    return sentAt;
  }

  void start(ManagedChannel channel, Metadata headers) {
    var call = channel.newCall(WorkerGrpc.getProbeMethod(), CallOptions.DEFAULT);
    call.start(this, headers);
    call.request(2);
    call.sendMessage(ProbeRequest.getDefaultInstance());
    call.halfClose();
  }

  @Override
  public void onMessage(ProbeReply reply) {
    outcome.of(this, true);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    outcome.of(this, status.isOk());
  }
}
