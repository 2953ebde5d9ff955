package dev.isthmus.router.attach;

import dev.isthmus.protocol.attach.AttachKeys;
import dev.isthmus.protocol.v1.Wanted;
import io.grpc.stub.ServerCallStreamObserver;
import io.netty.channel.EventLoopGroup;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Who holds a stream open to this router because it cannot be dialled, and where connections to the
 * nodes behind it begin. Thread-safe.
 */
public final class Attachments implements Holding.Owner, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Attachments.class);

  private final EventLoopGroup loops;
  private final Waiting waiting;
  private final LongSupplier nanos;
  private final Map<String, Door> doors = new ConcurrentHashMap<>();
  private final Map<String, String> holders = new ConcurrentHashMap<>();
  private final Map<Holding, Boolean> holdings = new ConcurrentHashMap<>();

  /**
   * @param timer for the beats
   * @param names of connections, which nobody can guess
   * @param nanos a monotonic clock
   */
  public Attachments(
      EventLoopGroup loops,
      ScheduledExecutorService timer,
      Supplier<String> names,
      LongSupplier nanos) {
    this.loops = loops;
    this.waiting = new Waiting(names);
    this.nanos = nanos;
    long beat = AttachKeys.BEAT.toNanos();
    timer.scheduleAtFixedRate(
        () -> holdings.keySet().forEach(Holding::beat), beat, beat, TimeUnit.NANOSECONDS);
  }

  /** host:port at which a node is dialled from within this process, while its holder is there. */
  public Optional<String> address(String node) {
    return Optional.ofNullable(holders.get(node)).map(doors::get).flatMap(Door::address);
  }

  /** The gRPC service that holders call. */
  public AttachService service() {
    return new AttachService(this::opened, waiting);
  }

  @Override
  public void presented(Holding holding) {
    Door door = doors.computeIfAbsent(holding.holder(), holder -> new Door(loops, waiting));
    holding.nodes().forEach(node -> holders.put(node, holding.holder()));
    if (door.held(holding)) {
      LOG.infof("held by %s for nodes %s", holding.holder(), holding.nodes());
    }
  }

  @Override
  public void ended(Holding holding, String why) {
    holdings.remove(holding);
    Door door = doors.get(holding.holder());
    if (door != null && door.left(holding)) {
      LOG.infof("no longer held by %s: %s", holding.holder(), why);
    }
  }

  @Override
  public void close() {
    doors.values().forEach(Door::close);
  }

  private Holding opened(ServerCallStreamObserver<Wanted> out) {
    Holding holding = new Holding(out, nanos, this);
    holdings.put(holding, true);
    return holding;
  }
}
