package dev.isthmus.local.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A broker for one machine: KRaft, broker and controller in one process.
 *
 * @param listeners the first is the broker's own, the others are other sites'
 */
public record BrokerSettings(Path data, int controllerPort, List<BrokerListener> listeners) {

  static final int NODE = 1;
  static final String CONTROLLER = "CONTROLLER";
  private static final String HOST = "127.0.0.1:";

  public BrokerSettings {
    listeners = List.copyOf(listeners);
    if (listeners.isEmpty()) {
      throw new IllegalArgumentException("a broker needs a listener");
    }
  }

  /** Kafka's configuration. */
  public Properties properties() {
    List<String> bound = new ArrayList<>();
    List<String> advertised = new ArrayList<>();
    List<String> protocols = new ArrayList<>();
    for (int i = 0; i < listeners.size(); i++) {
      String name = "SITE_" + i;
      bound.add(name + "://" + HOST + listeners.get(i).port());
      advertised.add(name + "://" + HOST + listeners.get(i).advertisedPort());
      protocols.add(name + ":PLAINTEXT");
    }
    bound.add(CONTROLLER + "://" + HOST + controllerPort);
    protocols.add(CONTROLLER + ":PLAINTEXT");
    Properties properties = new Properties();
    properties.setProperty("node.id", Integer.toString(NODE));
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("controller.quorum.voters", NODE + "@" + HOST + controllerPort);
    properties.setProperty("controller.listener.names", CONTROLLER);
    properties.setProperty("inter.broker.listener.name", "SITE_0");
    properties.setProperty("listeners", String.join(",", bound));
    properties.setProperty("advertised.listeners", String.join(",", advertised));
    properties.setProperty("listener.security.protocol.map", String.join(",", protocols));
    properties.setProperty("log.dirs", data.toString());
    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("offsets.topic.num.partitions", "1");
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("transaction.state.log.num.partitions", "1");
    properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    properties.setProperty("num.network.threads", "1");
    properties.setProperty("num.io.threads", "2");
    properties.setProperty("num.recovery.threads.per.data.dir", "1");
    properties.setProperty("background.threads", "2");
    properties.setProperty("log.cleaner.threads", "1");
    properties.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    properties.setProperty("log.cleaner.io.buffer.size", "131072");
    properties.setProperty("log.index.size.max.bytes", "1048576");
    properties.setProperty("log.segment.bytes", "16777216");
    properties.setProperty("metadata.log.segment.bytes", "16777216");
    properties.setProperty("metadata.max.retention.bytes", "33554432");
    // A broker that was killed comes back only after its old self's session ran out.
    properties.setProperty("broker.session.timeout.ms", "4000");
    properties.setProperty("broker.heartbeat.interval.ms", "1000");
    return properties;
  }
}
