package dev.isthmus.router.worker;

import dev.isthmus.protocol.v1.WorkerGrpc;
import dev.isthmus.protocol.worker.WorkerKeys;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The way to one worker: its connection, what is known of it, and the streams over it. Probes go
 * all the way to the agent, so a frozen agent behind a live relay is noticed like a silent link.
 * (gRPC's own keepalive is no help: its client refuses intervals under ten seconds.)
 */
public final class WorkerPath {

  private final WorkerAddress address;
  private final Supplier<ManagedChannel> connect;
  private final PulseTiming timing;
  private final LongSupplier nanos;
  private final RoundTrips roundTrips = new RoundTrips();
  private final AtomicInteger streams = new AtomicInteger();
  private ManagedChannel channel;
  private PathProbe probe;
  private boolean answering = true;
  private volatile long lastHeard;
  private long lastProbe;

  WorkerPath(
      WorkerAddress address,
      Supplier<ManagedChannel> connect,
      PulseTiming timing,
      LongSupplier nanos) {
    this.address = address;
    this.connect = connect;
    this.timing = timing;
    this.nanos = nanos;
    this.channel = connect.get();
    this.lastProbe = nanos.getAsLong() - timing.idleInterval().toNanos();
  }

  public WorkerAddress address() {
    return address;
  }

  public WorkerStream open() {
    // Counted before the call starts: a call that fails at once releases itself.
    streams.incrementAndGet();
    return new WorkerStream(
        address.node(),
        ready().newCall(WorkerGrpc.getSessionMethod(), CallOptions.DEFAULT),
        headers(),
        this::heard,
        streams::decrementAndGet);
  }

  /** Sessions that are open on this worker from here. */
  public int openStreams() {
    return streams.get();
  }

  /** A round trip in ms, the agent's answering included; empty before the first answer. */
  public synchronized OptionalDouble roundTripMillis() {
    return roundTrips.millis();
  }

  /** Whether the last probe was answered, or none was sent yet. */
  public synchronized boolean isAnswering() {
    return answering;
  }

  /**
   * Called every fraction of the interval: sends a probe where one is due, or gives the path up.
   */
  synchronized void pulse() {
    long now = nanos.getAsLong();
    if (probe != null) {
      long since = now - Math.max(probe.sentAt(), lastHeard);
      if (since > silenceNanos()) {
        giveUp();
      }
      return;
    }
    if (now - lastProbe >= intervalNanos()) {
      lastProbe = now;
      probe = new PathProbe(now, this::answered);
      probe.start(ready(), headers());
    }
  }

  synchronized void shutdown() {
    channel.shutdownNow();
  }

  /** The channel for calls that are not streams. */
  ManagedChannel channel() {
    return ready();
  }

  Metadata headers() {
    Metadata headers = new Metadata();
    headers.put(WorkerKeys.NODE, address.node());
    return headers;
  }

  private void heard() {
    lastHeard = nanos.getAsLong();
  }

  private synchronized void answered(PathProbe from, boolean well) {
    if (from != probe) {
      return;
    }
    probe = null;
    answering = well;
    if (well) {
      long now = nanos.getAsLong();
      lastHeard = now;
      roundTrips.add((now - from.sentAt()) / 1e6);
    }
  }

  /** A path that answers settles at once: its figures decide from the first request on. */
  private long intervalNanos() {
    if (answering && roundTrips.isSettling()) {
      return 0;
    }
    return (streams.get() > 0 ? timing.interval() : timing.idleInterval()).toNanos();
  }

  private long silenceNanos() {
    return timing.silence().toNanos() + (long) (roundTrips.millis().orElse(0) * 2e6);
  }

  /** Ends every stream of the connection; the next call connects anew. */
  private void giveUp() {
    probe = null;
    answering = false;
    channel.shutdownNow();
    channel = connect.get();
  }

  private synchronized ManagedChannel ready() {
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      // Whoever calls wants it tried now, not after gRPC's backoff of up to two minutes.
      channel.resetConnectBackoff();
    }
    return channel;
  }
}
