package dev.isthmus.agent.report;

import dev.isthmus.protocol.records.LogReset;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.Heartbeat;
import java.time.Duration;

/**
 * One beat: a sign of life, and another try for a node record that the broker has not taken, or has
 * lost.
 */
public final class Pulse implements Runnable {

  public static final Duration INTERVAL = Duration.ofSeconds(5);

  private final byte[] beat;
  private final RecordSink heartbeats;
  private final NodeReporter reporter;
  private final LogReset log = new LogReset();

  public Pulse(NodeIdentity identity, RecordSink heartbeats, NodeReporter reporter) {
    this.beat =
        Heartbeat.newBuilder()
            .setVersion(RecordCodec.VERSION)
            .setName(identity.node())
            .setBootId(identity.bootId())
            .build()
            .toByteArray();
    this.heartbeats = heartbeats;
    this.reporter = reporter;
  }

  @Override
  public void run() {
    heartbeats
        .send(beat)
        .thenAccept(
            offset -> {
              if (log.noticed(offset)) {
                reporter.again();
              }
            });
    reporter.retry();
  }
}
