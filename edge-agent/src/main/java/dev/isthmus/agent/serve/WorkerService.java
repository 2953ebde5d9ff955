package dev.isthmus.agent.serve;

import com.google.protobuf.UnsafeByteOperations;
import dev.isthmus.protocol.v1.FetchReply;
import dev.isthmus.protocol.v1.FetchRequest;
import dev.isthmus.protocol.v1.ProbeReply;
import dev.isthmus.protocol.v1.ProbeRequest;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.WorkerGrpc;
import dev.isthmus.protocol.worker.WorkerLimits;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/**
 * The Worker service of worker.proto. Its calls return at once; engines answer from their threads.
 */
public final class WorkerService extends WorkerGrpc.WorkerImplBase {

  private final ServedRoles roles;

  public WorkerService(ServedRoles roles) {
    this.roles = roles;
  }

  @Override
  public StreamObserver<SessionRequest> session(StreamObserver<SessionReply> out) {
    return new SessionStream(roles, (ServerCallStreamObserver<SessionReply>) out);
  }

  @Override
  public void fetch(FetchRequest request, StreamObserver<FetchReply> out) {
    Optional<byte[]> file = roles.text(request.getDigest());
    if (file.isEmpty()) {
      out.onError(
          Status.NOT_FOUND
              .withDescription("no text file with digest \"" + request.getDigest() + "\" here")
              .asRuntimeException());
      return;
    }
    byte[] bytes = file.get();
    for (int from = 0; from < bytes.length; from += WorkerLimits.MAX_CHUNK_BYTES) {
      int length = Math.min(WorkerLimits.MAX_CHUNK_BYTES, bytes.length - from);
      out.onNext(
          FetchReply.newBuilder()
              .setChunk(UnsafeByteOperations.unsafeWrap(bytes, from, length))
              .build());
    }
    out.onCompleted();
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeReply> out) {
    if (request.getPayload().size() > WorkerLimits.MAX_PROBE_BYTES) {
      out.onError(
          Status.INVALID_ARGUMENT
              .withDescription(
                  "the payload has %d bytes; at most %d are echoed"
                      .formatted(request.getPayload().size(), WorkerLimits.MAX_PROBE_BYTES))
              .asRuntimeException());
      return;
    }
    out.onNext(ProbeReply.newBuilder().setPayload(request.getPayload()).build());
    out.onCompleted();
  }
}
