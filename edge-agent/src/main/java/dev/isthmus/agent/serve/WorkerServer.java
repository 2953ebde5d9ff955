package dev.isthmus.agent.serve;

import dev.isthmus.agent.link.ExpertsService;
import dev.isthmus.agent.link.StagesService;
import dev.isthmus.protocol.secure.SiteGuard;
import dev.isthmus.protocol.worker.ListenAddress;
import dev.isthmus.protocol.worker.WorkerLimits;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC server of one agent, on two event threads and no others: nothing in the service blocks.
 * Clients may send keepalives as often as they like, and the server sends its own, so that a peer
 * that fell silent is noticed from both sides.
 */
public final class WorkerServer implements AutoCloseable {

  private static final int EVENT_THREADS = 2;

  private final EventLoopGroup events = new NioEventLoopGroup(EVENT_THREADS);
  private final ListenAddress address;
  private final Server server;

  /**
   * @param address where to listen
   * @param credentials of this node
   * @param sites who is let in
   * @throws IOException where the port cannot be had
   */
  public WorkerServer(
      String node,
      ListenAddress address,
      ServerCredentials credentials,
      SiteGuard sites,
      ServedRoles roles)
      throws IOException {
    this.address = address;
    NodeNameGuard name = new NodeNameGuard(node);
    server =
        NettyServerBuilder.forAddress(address.address(), credentials)
            .bossEventLoopGroup(events)
            .workerEventLoopGroup(events)
            .channelType(NioServerSocketChannel.class)
            .directExecutor()
            .maxInboundMessageSize(WorkerLimits.MAX_MESSAGE_BYTES)
            .permitKeepAliveTime(WorkerLimits.PERMITTED_KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(WorkerLimits.KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(WorkerLimits.KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .addService(ServerInterceptors.intercept(new WorkerService(roles), name, sites))
            .addService(ServerInterceptors.intercept(new StagesService(roles), name, sites))
            .addService(ServerInterceptors.intercept(new ExpertsService(roles), name, sites))
            .build()
            .start();
  }

  /** The port that clients dial, the real one where 0 was asked for. */
  public int port() {
    return server.getPort();
  }

  /** Where this process reaches it. */
  public InetSocketAddress own() {
    return address.own(port());
  }

  @Override
  public void close() {
    server.shutdownNow();
    events.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
