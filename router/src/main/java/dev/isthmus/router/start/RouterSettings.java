package dev.isthmus.router.start;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * What a person or a launcher sets.
 *
 * @param peers how other sites are reached from here, by name ({@code isthmus.peer.<site>})
 * @param attach host:port of the routers to which a stream is held, where this site cannot be
 *     dialled
 * @param dataDir the last routes
 * @param cacheDir text files of models
 * @param relayPort gRPC, for other sites; 0 for a free one
 * @param advertised host:port of the API as others reach it; empty: loopback and the HTTP port
 * @param drain how long running streams may take to end at a stop
 * @param maxSessions at a time
 * @param maxBody bytes of a request
 */
public record RouterSettings(
    String site,
    Function<String, Optional<String>> peers,
    List<String> attach,
    String router,
    Path dataDir,
    Path cacheDir,
    int relayPort,
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
        router,
        config
            .getOptionalValue("isthmus.data-dir", String.class)
            .map(Path::of)
            .orElse(cache.resolve("routers").resolve(router)),
        cache,
        config
            .getOptionalValue("quarkus.grpc.server.port", Integer.class)
            .orElse(DEFAULT_RELAY_PORT),
        config.getValue("quarkus.http.port", Integer.class),
        config.getOptionalValue("isthmus.advertised-address", String.class),
        config.getValue("isthmus.drain-timeout", Duration.class),
        config.getValue("isthmus.max-sessions", Integer.class),
        config.getValue("isthmus.max-body-bytes", Long.class));
  }

  String url() {
    return "http://" + advertised.orElse("127.0.0.1:" + httpPort) + "/v1";
  }
}
