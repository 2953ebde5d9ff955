package dev.isthmus.agent.link;

import dev.isthmus.protocol.worker.WorkerKeys;
import dev.isthmus.protocol.worker.WorkerLimits;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.ChannelOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Channels to other agents: those of this site directly, others over their site's address, where
 * the router relays by the node's name. One for each address. Thread-safe.
 */
public final class AgentChannels implements AutoCloseable {

  private static final int CONNECT_MILLIS = 1500;

  private final String site;
  private final ChannelCredentials credentials;
  private final Function<String, Optional<String>> peers;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

  /**
   * @param site this node's own
   * @param credentials of this node
   * @param peers host:port by which another site is reached from here, where that is not the
   *     address that the site gives
   */
  public AgentChannels(
      String site, ChannelCredentials credentials, Function<String, Optional<String>> peers) {
    this.site = site;
    this.credentials = credentials;
    this.peers = peers;
  }

  /**
   * @param address dialled from within the agent's site; empty where it cannot be: its site's
   *     router relays then from within, too
   * @param siteAddress dialled from elsewhere
   */
  Channel to(String node, String itsSite, String address, String siteAddress) {
    ManagedChannel channel =
        channels.computeIfAbsent(address(itsSite, address, siteAddress), this::connect);
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    Metadata headers = new Metadata();
    headers.put(WorkerKeys.NODE, node);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private String address(String itsSite, String address, String siteAddress) {
    if (itsSite.equals(site) && !address.isEmpty()) {
      return address;
    }
    return peers.apply(itsSite).orElse(siteAddress.isEmpty() ? address : siteAddress);
  }

  /** One that is its caller's own, to end as it likes. */
  public ManagedChannel connect(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address, credentials)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .withOption(ChannelOption.TCP_NODELAY, true)
        .directExecutor()
        .maxInboundMessageSize(WorkerLimits.MAX_MESSAGE_BYTES)
        .keepAliveTime(WorkerLimits.KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(WorkerLimits.KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .disableRetry()
        .build();
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
