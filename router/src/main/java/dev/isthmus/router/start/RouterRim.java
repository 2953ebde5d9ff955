package dev.isthmus.router.start;

import dev.isthmus.protocol.secure.TlsFiles;
import dev.isthmus.protocol.secure.TransportSecurity;
import dev.isthmus.router.start.RouterNode.Sinks;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.ext.web.Router;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** Where Quarkus ends and the router begins. */
@ApplicationScoped
public class RouterRim {

  private final Config config;
  private final KafkaChannels kafka;
  private final Map<String, Object> broker;
  private final MeterRegistry registry;
  private RouterNode node;

  RouterRim(
      Config config,
      KafkaChannels kafka,
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      MeterRegistry registry) {
    this.config = config;
    this.kafka = kafka;
    this.broker = broker;
    this.registry = registry;
  }

  @PostConstruct
  void create() throws IOException {
    node =
        new RouterNode(
            RouterSettings.of(config),
            TransportSecurity.of(TlsFiles.of(name -> config.getOptionalValue(name, String.class))),
            Clock.systemUTC(),
            new EngineTextReader(Clock.systemUTC()),
            broker,
            new Sinks(kafka::toRouters, kafka::toHeartbeats, kafka::toSessions),
            registry);
  }

  /** Channels exist only from here on: routes of the HTTP server are asked for before them. */
  void start(@Observes StartupEvent started) {
    kafka.deliverTo(node);
    node.start();
  }

  void routes(@Observes Router router) {
    node.api().register(router);
  }

  /** Comes before Quarkus takes the HTTP server down, which waits for this to return. */
  void drain(@Observes ShutdownDelayInitiatedEvent stopping) throws InterruptedException {
    node.drain();
  }

  RouterNode node() {
    return node;
  }

  @PreDestroy
  void close() {
    node.close();
  }
}
