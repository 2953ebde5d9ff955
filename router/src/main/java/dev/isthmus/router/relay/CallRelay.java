package dev.isthmus.router.relay;

import dev.isthmus.protocol.v1.WorkerGrpc;
import dev.isthmus.protocol.worker.WorkerKeys;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;

/** Passes calls on to the agent that their metadata names, without reading them. Thread-safe. */
public final class CallRelay implements AutoCloseable {

  private final SiteNodes nodes;
  private final RelayChannels channels;

  public CallRelay(SiteNodes nodes, RelayChannels channels) {
    this.nodes = nodes;
    this.channels = channels;
  }

  /**
   * A method of the Worker service, with its messages left as bytes.
   *
   * @param fullName as gRPC has it
   */
  public static Optional<MethodDescriptor<byte[], byte[]>> worker(String fullName) {
    return Frames.METHODS.get(WorkerGrpc.SERVICE_NAME).stream()
        .filter(method -> method.getFullMethodName().equals(fullName))
        .findFirst();
  }

  /**
   * Begins to pass a call on.
   *
   * @return whom to tell what comes of it
   */
  public ServerCall.Listener<byte[]> relay(
      MethodDescriptor<byte[], byte[]> method, ServerCall<byte[], byte[]> call, Metadata headers) {
    String node = headers.get(WorkerKeys.NODE);
    Optional<String> address = node == null ? Optional.empty() : nodes.address(node);
    if (address.isEmpty()) {
      String why = node == null ? "the call names no node (isthmus-node)" : "no node " + node;
      call.close(Status.NOT_FOUND.withDescription(why + " at this site"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    ManagedChannel channel = channels.to(address.get());
    Metadata passedOn = new Metadata();
    passedOn.put(WorkerKeys.NODE, node);
    return new RelayCall(call, channel.newCall(method, CallOptions.DEFAULT)).start(passedOn);
  }

  @Override
  public void close() {
    channels.close();
  }
}
