package dev.isthmus.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The images of a cluster, from what Maven built.
 *
 * @param home the repository's root
 */
public record Recipes(Path home) {

  /** Where everything of ours lies in an image; relative file: URIs of models start here. */
  public static final String ROOT = "/opt/isthmus";

  /**
   * The only folder that an agent or router writes to besides /tmp: a pod mounts a volume there.
   */
  public static final String DATA = "/var/lib/isthmus";

  private static final List<String> JAVA =
      List.of(
          "java",
          "-XX:+UseSerialGC",
          "-Xms32m", // else a node's size alone decides, and a heap once touched is not given back
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

  /** What loading needs beyond what serving does is given back at once. */
  private static final List<String> AGENT_HEAP =
      List.of(
          "-Xms16m",
          "-XX:MinHeapFreeRatio=20",
          "-XX:MaxHeapFreeRatio=30",
          "-XX:-ShrinkHeapInSteps");

  private static final Map<String, String> PLACES =
      Map.of(
          "ISTHMUS_HOME",
          ROOT,
          "ISTHMUS_DATA_DIR",
          DATA + "/data",
          "ISTHMUS_CACHE",
          DATA + "/cache",
          "ISTHMUS_CACHE_DIR",
          DATA + "/cache",
          "DJL_CACHE_DIR",
          "/tmp/djl",
          "MALLOC_ARENA_MAX", // each keeps what was freed in it
          "1",
          "QUARKUS_HTTP_HOST",
          "0.0.0.0");

  public List<ImageRecipe> all() throws IOException {
    return List.of(operator(), agent(), router(), broker());
  }

  public ImageRecipe operator() throws IOException {
    return quarkus(
        "isthmus-operator",
        "operator",
        List.of(),
        Map.of("QUARKUS_HTTP_HOST", "0.0.0.0", "QUARKUS_HTTP_PORT", "8080"),
        List.of(8080));
  }

  /** The agent, with the demo's draft model, so that the quickstart is the same everywhere. */
  public ImageRecipe agent() throws IOException {
    Map<String, String> environment = new TreeMap<>(PLACES);
    environment.put("QUARKUS_HTTP_PORT", "8080");
    environment.put("QUARKUS_GRPC_SERVER_PORT", "9090");
    Path draft = Path.of("models", "smollm2-draft");
    return quarkus("isthmus-agent", "edge-agent", AGENT_HEAP, environment, List.of(8080, 9090))
        .with(ImageLayer.folder("demo model", home.resolve(draft), ROOT + "/" + draft));
  }

  public ImageRecipe router() throws IOException {
    Map<String, String> environment = new TreeMap<>(PLACES);
    environment.put("QUARKUS_HTTP_PORT", "8080");
    environment.put("QUARKUS_GRPC_SERVER_PORT", "9090");
    return quarkus("isthmus-router", "router", List.of(), environment, List.of(8080, 9090));
  }

  /** A broker for trials: one process, one argument, a properties file. */
  public ImageRecipe broker() throws IOException {
    Path target = home.resolve(Path.of("local", "target"));
    Map<String, Path> own = new TreeMap<>();
    try (Stream<Path> jars = Files.list(target)) {
      jars.filter(jar -> jar.getFileName().toString().matches("isthmus-local-.*\\.jar"))
          .filter(jar -> !jar.getFileName().toString().matches(".*-(sources|tests)\\.jar"))
          .forEach(jar -> own.put(ROOT + "/lib/isthmus-local.jar", jar));
    }
    return new ImageRecipe(
        "isthmus-broker",
        List.of(
            ImageLayer.folder("libraries", target.resolve("lib"), ROOT + "/lib"),
            new ImageLayer("application", own)),
        List.of(
            "java",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            ROOT + "/lib/*",
            "dev.isthmus.local.broker.BrokerMain"),
        Map.of(),
        List.of(9092));
  }

  private ImageRecipe quarkus(
      String name,
      String module,
      List<String> options,
      Map<String, String> environment,
      List<Integer> ports)
      throws IOException {
    Path app = home.resolve(Path.of(module, "target", "quarkus-app"));
    ImageLayer whole = ImageLayer.folder(name, app, ROOT);
    Predicate<String> ours = at -> !at.startsWith(ROOT + "/lib/") || at.contains("/dev.isthmus.");
    List<String> entrypoint =
        Stream.of(JAVA, options, List.of("-jar", ROOT + "/quarkus-run.jar"))
            .flatMap(List::stream)
            .toList();
    return new ImageRecipe(
        name,
        List.of(part("libraries", whole, ours.negate()), part("application", whole, ours)),
        entrypoint,
        environment,
        ports);
  }

  private static ImageLayer part(String name, ImageLayer whole, Predicate<String> wanted) {
    Map<String, Path> files = new TreeMap<>(whole.files());
    files.keySet().removeIf(wanted.negate());
    return new ImageLayer(name, files);
  }
}
