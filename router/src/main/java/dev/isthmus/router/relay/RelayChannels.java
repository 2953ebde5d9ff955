package dev.isthmus.router.relay;

import dev.isthmus.protocol.worker.WorkerLimits;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Connections from a relay to its site's agents. Thread-safe. */
public final class RelayChannels implements AutoCloseable {

  private static final int CONNECT_MILLIS = 1500;

  private final ChannelCredentials credentials;
  private final EventLoopGroup loops;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

  /**
   * @param credentials of this router
   */
  public RelayChannels(ChannelCredentials credentials, EventLoopGroup loops) {
    this.credentials = credentials;
    this.loops = loops;
  }

  ManagedChannel to(String address) {
    ManagedChannel channel = channels.computeIfAbsent(address, this::connect);
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    return channel;
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }

  /** One that is its caller's own, to end as it likes. */
  public ManagedChannel connect(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address, credentials)
        .eventLoopGroup(loops)
        .channelType(NioSocketChannel.class)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .withOption(ChannelOption.TCP_NODELAY, true)
        .directExecutor()
        .maxInboundMessageSize(WorkerLimits.MAX_MESSAGE_BYTES)
        .keepAliveTime(WorkerLimits.KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(WorkerLimits.KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .disableRetry()
        .build();
  }
}
