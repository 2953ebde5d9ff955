package dev.isthmus.router.start;

import dev.isthmus.protocol.topics.Topics;
import dev.isthmus.protocol.worker.ListenAddress;
import dev.isthmus.router.rounds.Rounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * What a person or a launcher sets.
 *
 * @param peers how other sites are reached from here, by name ({@code isthmus.peer.<site>})
 * @param kafkaOnly whether the site lets nothing through but the broker ({@code isthmus.transport})
 * @param topicPrefix of all topics
 * @param attach host:port of the routers to which a stream is held, where this site cannot be
 *     dialled
 * @param dataDir the last routes
 * @param cacheDir text files of models
 * @param relay where gRPC for other sites listens
 * @param advertised host:port of the API as others reach it; empty: loopback and the HTTP port
 * @param drain how long running streams may take to end at a stop
 * @param maxSessions at a time
 * @param maxBody bytes of a request
 */
public record RouterSettings(
    String site,
    Function<String, Optional<String>> peers,
    List<String> attach,
    boolean kafkaOnly,
    String topicPrefix,
    String router,
    Path dataDir,
    Path cacheDir,
    ListenAddress relay,
    int httpPort,
    Optional<String> advertised,
    Duration drain,
    int maxSessions,
    long maxBody) {

  private static final int DEFAULT_RELAY_PORT = 9090;

  public static RouterSettings of(Config config) {
    String router = config.getValue("isthmus.router", String.class);
    Path cache = Path.of(config.getValue("isthmus.cache-dir", String.class));
    return new RouterSettings(
        config.getValue("isthmus.site", String.class),
        peer -> config.getOptionalValue("isthmus.peer." + peer, String.class),
        config.getOptionalValues("isthmus.attach", String.class).orElse(List.of()),
        kafkaOnly(config.getOptionalValue("isthmus.transport", String.class).orElse("grpc")),
        config.getValue("isthmus.topic-prefix", String.class),
        router,
        config
            .getOptionalValue("isthmus.data-dir", String.class)
            .map(Path::of)
            .orElse(cache.resolve("routers").resolve(router)),
        cache,
        new ListenAddress(
            config
                .getOptionalValue("quarkus.grpc.server.host", String.class)
                .orElse(ListenAddress.EVERYWHERE),
            config
                .getOptionalValue("quarkus.grpc.server.port", Integer.class)
                .orElse(DEFAULT_RELAY_PORT)),
        config.getValue("quarkus.http.port", Integer.class),
        config.getOptionalValue("isthmus.advertised-address", String.class),
        config.getValue("isthmus.drain-timeout", Duration.class),
        config.getValue("isthmus.max-sessions", Integer.class),
        config.getValue("isthmus.max-body-bytes", Long.class));
  }

  private static boolean kafkaOnly(String transport) {
    return switch (transport.toLowerCase(Locale.ROOT)) {
      case "grpc" -> false;
      case "kafka" -> true;
      default ->
          throw new IllegalArgumentException(
              "isthmus.transport is \"" + transport + "\"; it is grpc or kafka");
    };
  }

  /** Where this router stands among the sites. */
  Rounds.Place place() {
    return new Rounds.Place(site, router, kafkaOnly, new Topics(topicPrefix));
  }

  String url() {
    return "http://" + advertised.orElse("127.0.0.1:" + httpPort) + "/v1";
  }
}
