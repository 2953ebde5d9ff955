package dev.isthmus.agent.serve;

import dev.isthmus.protocol.worker.WorkerKeys;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Refuses calls that were meant for another agent: an address may have changed hands. */
final class NodeNameGuard implements ServerInterceptor {

  private final String node;

  NodeNameGuard(String node) {
    this.node = node;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String meant = headers.get(WorkerKeys.NODE);
    if (meant == null || meant.equals(node)) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.FAILED_PRECONDITION.withDescription(
            "this call is for node " + meant + "; here is " + node),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
