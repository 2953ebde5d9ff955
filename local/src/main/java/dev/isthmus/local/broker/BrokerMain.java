package dev.isthmus.local.broker;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.LogManager;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker in a process of its own. The one argument is a properties file ({@link
 * BrokerSettings#properties}); an empty data folder is formatted first.
 */
public final class BrokerMain {

  private BrokerMain() {}

  public static void main(String[] arguments) throws Exception {
    try (InputStream logging = BrokerMain.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(logging);
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(reader);
    }
    format(Path.of(properties.getProperty("log.dirs")), System.out);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
    server.startup();
    server.awaitShutdown();
  }

  private static void format(Path data, PrintStream out) throws Exception {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(data);
    new Formatter()
        .setPrintStream(out)
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(BrokerSettings.NODE)
        .setControllerListenerName(BrokerSettings.CONTROLLER)
        .setMetadataLogDirectory(data.toString())
        .addDirectory(data.toString())
        .run();
  }
}
