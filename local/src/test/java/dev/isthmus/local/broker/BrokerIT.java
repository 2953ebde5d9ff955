package dev.isthmus.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.link.Link;
import dev.isthmus.local.link.LinkProfile;
import dev.isthmus.local.process.Backoff;
import dev.isthmus.local.process.Child;
import dev.isthmus.local.process.ChildSpec;
import dev.isthmus.local.process.Ports;
import dev.isthmus.local.process.Supervisor;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerIT {

  @TempDir Path folder;

  private final Ports ports = new Ports(new Random());

  private static Map<String, Object> client(int port) {
    return Map.of("bootstrap.servers", "127.0.0.1:" + port, "default.api.timeout.ms", 120_000);
  }

  @Test
  void aSiteBehindTheLinkReachesTheBrokerThroughItAloneAndTopicsOutliveARestart() throws Exception {
    int behind = ports.next();
    int door = ports.next();
    int own = ports.next();
    BrokerSettings settings =
        new BrokerSettings(
            folder.resolve("data"),
            ports.next(),
            List.of(BrokerListener.direct(own), new BrokerListener(behind, door)));
    Path file = folder.resolve("broker.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.properties().store(writer, null);
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerMain.class.getName(),
            file.toString());
    ChildSpec spec =
        new ChildSpec(
            "broker",
            command,
            Map.of(),
            folder.resolve("broker.log"),
            folder.resolve("broker.pid"));
    try (Link link = new Link("a-b", LinkProfile.NONE, new Random(1));
        Supervisor supervisor = new Supervisor(Backoff.DEFAULT, exit -> {})) {
      link.openAtB(door, behind);
      Child broker = supervisor.start(spec);
      try (Admin admin = Admin.create(client(door))) {
        admin
            .createTopics(List.of(new NewTopic("t", 1, (short) 1)))
            .all()
            .get(180, TimeUnit.SECONDS);
        assertThat(admin.describeCluster().nodes().get().iterator().next().port()).isEqualTo(door);
      }
      transact(door);
      long before = link.bytesFromB();
      broker.stop(Duration.ofMinutes(2));
      broker.start();
      try (Admin admin = Admin.create(client(own))) {
        assertThat(admin.listTopics().names().get(180, TimeUnit.SECONDS)).contains("t");
        assertThat(admin.describeCluster().nodes().get().iterator().next().port()).isEqualTo(own);
      }
      assertThat(link.bytesFromB()).isEqualTo(before);
    }
  }

  private static void transact(int port) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", "127.0.0.1:" + port, "transactional.id", "it");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      assertThat(producer.send(new ProducerRecord<>("t", "k", "v")).get().offset()).isZero();
      producer.commitTransaction();
    }
  }
}
