package dev.isthmus.router.start;

import dev.isthmus.protocol.attach.HeldStream;
import dev.isthmus.protocol.secure.TransportSecurity;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.router.attach.Attachments;
import dev.isthmus.router.relay.CallRelay;
import dev.isthmus.router.relay.RelayChannels;
import dev.isthmus.router.relay.RelayServer;
import dev.isthmus.router.relay.SiteNodes;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What a router does for others: it relays to the agents of its site and to those that hold a
 * stream open to it, and holds such streams itself where its own site cannot be dialled.
 */
final class SiteRelay implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SiteRelay.class);

  private final Attachments attachments;
  private final SiteNodes nodes;
  private final CallRelay calls;
  private final RelayServer server;
  private final List<HeldStream> held;

  /**
   * @param names which nobody can guess
   * @param nanos a monotonic clock
   * @throws IOException where the port cannot be had
   */
  SiteRelay(
      RouterSettings settings,
      TransportSecurity security,
      EventLoopGroup loops,
      ScheduledExecutorService timer,
      Supplier<String> names,
      LongSupplier nanos)
      throws IOException {
    attachments = new Attachments(loops, timer, names, nanos);
    nodes = new SiteNodes(attachments::address);
    RelayChannels channels = new RelayChannels(security.channel(), loops);
    calls = new CallRelay(nodes, channels);
    server =
        new RelayServer(
            settings.relay(), security.server(), calls, attachments.service().definition(), loops);
    HeldStream.Self self =
        new HeldStream.Self(settings.router(), nodes::names, settings.relay().own(server.port()));
    held =
        settings.attach().stream()
            .map(
                address ->
                    new HeldStream(
                        self,
                        () -> channels.connect(address),
                        loops,
                        nanos,
                        (now, why) -> LOG.infof("stream held to %s=%s %s", address, now, why)))
            .toList();
    held.forEach(HeldStream::start);
  }

  void accept(NodeRecord record) {
    nodes.accept(record);
  }

  /** host:port of an agent as it is dialled from here. */
  Optional<String> address(String node) {
    return nodes.address(node);
  }

  CallRelay calls() {
    return calls;
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    held.forEach(HeldStream::close);
    server.close();
    attachments.close();
  }
}
