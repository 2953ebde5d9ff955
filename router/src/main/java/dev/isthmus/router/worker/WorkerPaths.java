package dev.isthmus.router.worker;

import dev.isthmus.protocol.worker.WorkerLimits;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The paths to all workers that this router knows. Thread-safe. */
public final class WorkerPaths implements AutoCloseable {

  private static final Duration CONNECT_LIMIT = Duration.ofMillis(1500);
  private static final int CHECKS_PER_INTERVAL = 4;

  private final ChannelCredentials credentials;
  private final EventLoopGroup loops;
  private final Function<String, ManagedChannel> kafka;
  private final PulseTiming timing;
  private final LongSupplier nanos;
  private final Map<WorkerAddress, WorkerPath> paths = new ConcurrentHashMap<>();

  /**
   * @param credentials of this router
   * @param loops where the frames are read and written; replies are handed over on them
   * @param kafka a channel over Kafka to the agents of a site
   * @param timer runs the probes
   * @param nanos a monotonic clock
   */
  public WorkerPaths(
      ChannelCredentials credentials,
      EventLoopGroup loops,
      Function<String, ManagedChannel> kafka,
      ScheduledExecutorService timer,
      PulseTiming timing,
      LongSupplier nanos) {
    this.credentials = credentials;
    this.loops = loops;
    this.kafka = kafka;
    this.timing = timing;
    this.nanos = nanos;
    long every = timing.interval().toNanos() / CHECKS_PER_INTERVAL;
    timer.scheduleAtFixedRate(this::pulse, every, every, TimeUnit.NANOSECONDS);
  }

  public WorkerPath to(WorkerAddress address) {
    return paths.computeIfAbsent(address, a -> new WorkerPath(a, () -> connect(a), timing, nanos));
  }

  public Collection<WorkerPath> all() {
    return paths.values();
  }

  /** Forgets the paths to workers that no route names any more, once their sessions are over. */
  public void retain(Set<WorkerAddress> known) {
    for (WorkerPath path : paths.values()) {
      if (!known.contains(path.address()) && path.openStreams() == 0) {
        paths.remove(path.address(), path);
        path.shutdown();
      }
    }
  }

  @Override
  public void close() {
    paths.values().forEach(WorkerPath::shutdown);
  }

  private void pulse() {
    paths.values().forEach(WorkerPath::pulse);
  }

  private ManagedChannel connect(WorkerAddress address) {
    return address.dial().equals(WorkerAddress.KAFKA)
        ? kafka.apply(address.site())
        : dial(address.dial());
  }

  private ManagedChannel dial(String dial) {
    return NettyChannelBuilder.forTarget("dns:///" + dial, credentials)
        .eventLoopGroup(loops)
        .channelType(NioSocketChannel.class)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_LIMIT.toMillis())
        .withOption(ChannelOption.TCP_NODELAY, true)
        .directExecutor()
        .maxInboundMessageSize(WorkerLimits.MAX_MESSAGE_BYTES)
        .disableRetry()
        .build();
  }
}
