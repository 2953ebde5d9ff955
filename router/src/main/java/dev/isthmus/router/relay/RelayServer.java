package dev.isthmus.router.relay;

import dev.isthmus.protocol.worker.WorkerKeys;
import dev.isthmus.protocol.worker.WorkerLimits;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The site's one address for other sites: passes calls on to the agent that their metadata names,
 * without reading them.
 */
public final class RelayServer implements AutoCloseable {

  private final SiteNodes nodes;
  private final RelayChannels channels;
  private final Server server;

  /**
   * @param port 0 for a free one
   * @param attach for those that cannot be dialled
   * @param loops shared with the connections to agents: a frame is read and written on one thread
   */
  public RelayServer(
      int port,
      SiteNodes nodes,
      RelayChannels channels,
      ServerServiceDefinition attach,
      EventLoopGroup loops)
      throws IOException {
    this.nodes = nodes;
    this.channels = channels;
    this.server =
        NettyServerBuilder.forPort(port)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelType(NioServerSocketChannel.class)
            .withChildOption(ChannelOption.TCP_NODELAY, true)
            .directExecutor()
            .maxInboundMessageSize(WorkerLimits.MAX_MESSAGE_BYTES)
            .permitKeepAliveTime(WorkerLimits.PERMITTED_KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(WorkerLimits.KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(WorkerLimits.KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .addServices(services())
            .addService(attach)
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    channels.close();
  }

  private List<ServerServiceDefinition> services() {
    return Frames.METHODS.entrySet().stream()
        .map(service -> service(service.getKey(), service.getValue()))
        .toList();
  }

  private ServerServiceDefinition service(
      String name, List<MethodDescriptor<byte[], byte[]>> methods) {
    ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(name);
    methods.forEach(descriptor::addMethod);
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
    for (MethodDescriptor<byte[], byte[]> method : methods) {
      service.addMethod(method, (call, headers) -> relay(method, call, headers));
    }
    return service.build();
  }

  private ServerCall.Listener<byte[]> relay(
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
}
