package dev.isthmus.agent.link;

import dev.isthmus.agent.stage.Link;
import dev.isthmus.agent.stage.LinkListener;
import dev.isthmus.agent.stage.StageDialer;
import dev.isthmus.protocol.v1.Collecting;
import dev.isthmus.protocol.v1.Hello;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StagePlace;
import dev.isthmus.protocol.v1.StageReply;
import dev.isthmus.protocol.v1.StagesGrpc;
import dev.isthmus.protocol.worker.WorkerKeys;
import dev.isthmus.protocol.worker.WorkerLimits;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reaches stages at other agents: those of this site directly, others over their site's address,
 * where the router relays by the node's name.
 */
public final class GrpcDialer implements StageDialer, AutoCloseable {

  private static final int CONNECT_MILLIS = 1500;

  private final String site;
  private final Function<String, Optional<String>> peers;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

  /**
   * @param site of this agent
   * @param peers host:port by which another site is reached from here, where that is not the
   *     address that the site gives
   */
  public GrpcDialer(String site, Function<String, Optional<String>> peers) {
    this.site = site;
    this.peers = peers;
  }

  @Override
  public Link<StageFrame> pass(StagePlace to, Hello hello, LinkListener<StageReply> listener) {
    Link<StageFrame> link = StageStreams.opened(stub(to).pass(new Hearing<>(listener)));
    link.send(StageFrame.newBuilder().setHello(hello).build());
    return link;
  }

  @Override
  public Link<StageReply> collect(
      StagePlace from, Collecting collecting, LinkListener<StageFrame> listener) {
    Link<StageReply> link = StageStreams.opened(stub(from).collect(new Hearing<>(listener)));
    link.send(StageReply.newBuilder().setCollecting(collecting).build());
    return link;
  }

  private StagesGrpc.StagesStub stub(StagePlace place) {
    ManagedChannel channel = channels.computeIfAbsent(address(place), GrpcDialer::connect);
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    Metadata headers = new Metadata();
    headers.put(WorkerKeys.NODE, place.getNode());
    return StagesGrpc.newStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private String address(StagePlace place) {
    if (place.getSite().equals(site)) {
      return place.getAddress();
    }
    String given = place.getSiteAddress().isEmpty() ? place.getAddress() : place.getSiteAddress();
    return peers.apply(place.getSite()).orElse(given);
  }

  private static ManagedChannel connect(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .withOption(ChannelOption.TCP_NODELAY, true)
        .usePlaintext()
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

  private record Hearing<F>(LinkListener<F> listener) implements StreamObserver<F> {

    @Override
    public void onNext(F frame) {
      listener.came(frame);
    }

    @Override
    public void onError(Throwable cause) {
      Status status = Status.fromThrowable(cause);
      String said = status.getDescription();
      listener.lost(said == null ? status.getCode().name() : said);
    }

    @Override
    public void onCompleted() {
      listener.lost("it ended the stream");
    }
  }
}
