package dev.isthmus.agent.link;

import dev.isthmus.protocol.attach.HeldStream;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** The streams over which a node that cannot be dialled is reached. */
public final class HeldStreams implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(HeldStreams.class);

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final List<HeldStream> streams;

  /**
   * Begins to hold them.
   *
   * @param server this node's own gRPC server
   * @param routers host:port of each
   * @param nanos a monotonic clock
   */
  public HeldStreams(
      String node,
      InetSocketAddress server,
      List<String> routers,
      AgentChannels channels,
      LongSupplier nanos) {
    HeldStream.Self self = new HeldStream.Self(node, () -> List.of(node), server);
    streams =
        routers.stream()
            .map(
                router ->
                    new HeldStream(
                        self,
                        () -> channels.connect(router),
                        loops,
                        nanos,
                        (now, why) -> LOG.infof("held router=%s attached=%s %s", router, now, why)))
            .toList();
    streams.forEach(HeldStream::start);
  }

  @Override
  public void close() {
    streams.forEach(HeldStream::close);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
