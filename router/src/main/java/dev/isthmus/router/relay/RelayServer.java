package dev.isthmus.router.relay;

import dev.isthmus.protocol.worker.ListenAddress;
import dev.isthmus.protocol.worker.WorkerLimits;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The site's one address for other sites. */
public final class RelayServer implements AutoCloseable {

  private final CallRelay relay;
  private final Server server;

  /**
   * @param address where to listen
   * @param credentials of this router
   * @param attach for those that cannot be dialled
   * @param loops shared with the connections to agents: a frame is read and written on one thread
   */
  public RelayServer(
      ListenAddress address,
      ServerCredentials credentials,
      CallRelay relay,
      ServerServiceDefinition attach,
      EventLoopGroup loops)
      throws IOException {
    this.relay = relay;
    this.server =
        NettyServerBuilder.forAddress(address.address(), credentials)
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
    relay.close();
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
      service.addMethod(method, (call, headers) -> relay.relay(method, call, headers));
    }
    return service.build();
  }
}
