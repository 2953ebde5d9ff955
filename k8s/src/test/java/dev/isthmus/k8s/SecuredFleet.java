package dev.isthmus.k8s;

import dev.isthmus.local.process.Backoff;
import dev.isthmus.local.process.ChildSpec;
import dev.isthmus.local.process.Ports;
import dev.isthmus.local.process.Supervisor;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Operator, agents and routers as processes, each with an identity of its own at the broker. */
final class SecuredFleet implements AutoCloseable {

  private static final Path HOME = Tool.K8S.resolve("..").toAbsolutePath().normalize();

  private final Supervisor supervisor = new Supervisor(Backoff.DEFAULT, exit -> {});
  private final Ports ports = new Ports(new Random());
  private final Path folder;

  SecuredFleet(Path folder) {
    this.folder = folder;
  }

  Path state() {
    return folder.resolve("state");
  }

  void operator(Map<String, Object> identity, Path manifests) {
    start(
        "operator",
        "operator",
        identity,
        Map.of(
            "ISTHMUS_SOURCE", "folder",
            "ISTHMUS_FOLDER_MANIFESTS", manifests.toString(),
            "ISTHMUS_FOLDER_STATE", state().toString()));
  }

  void agent(Map<String, Object> identity, String site) {
    String name = site + "-cpu-0";
    int port = ports.next();
    start(
        name,
        "edge-agent",
        identity,
        Map.of(
            "ISTHMUS_SITE",
            site,
            "ISTHMUS_NODE",
            name,
            "ISTHMUS_POOL",
            "cpu",
            "ISTHMUS_MEMORY",
            Long.toString(512L << 20),
            "ISTHMUS_THREADS",
            "1",
            "ISTHMUS_ADVERTISED_ADDRESS",
            "127.0.0.1:" + port,
            "QUARKUS_GRPC_SERVER_PORT",
            Integer.toString(port)));
  }

  /**
   * @return where its API is
   */
  URI router(Map<String, Object> identity, String site) {
    String name = site + "-router-0";
    int port = ports.next();
    int relay = ports.next();
    start(
        name,
        "router",
        identity,
        Map.of(
            "ISTHMUS_SITE",
            site,
            "ISTHMUS_ROUTER",
            name,
            "ISTHMUS_ADVERTISED_ADDRESS",
            "127.0.0.1:" + port,
            "ISTHMUS_SITE_ADDRESS",
            "127.0.0.1:" + relay,
            "QUARKUS_GRPC_SERVER_PORT",
            Integer.toString(relay),
            "QUARKUS_HTTP_PORT",
            Integer.toString(port)));
    return URI.create("http://127.0.0.1:" + port);
  }

  /** With what Kafka's clients say of themselves, which is where settings would be seen. */
  private void start(
      String name, String module, Map<String, Object> identity, Map<String, String> own) {
    Map<String, String> environment = new TreeMap<>(own);
    identity.forEach(
        (key, value) ->
            environment.put(
                "KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value.toString()));
    environment.put("QUARKUS_LOG_CATEGORY__ORG_APACHE_KAFKA__LEVEL", "INFO");
    environment.put("QUARKUS_LOG_CATEGORY__ORG_APACHE_KAFKA_CLIENTS__LEVEL", "INFO");
    environment.put("QUARKUS_LOG_CATEGORY__IO_SMALLRYE_REACTIVE_MESSAGING_KAFKA__LEVEL", "INFO");
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.putIfAbsent("QUARKUS_HTTP_PORT", Integer.toString(ports.next()));
    environment.put("ISTHMUS_HOME", HOME.toString());
    environment.put("ISTHMUS_DATA_DIR", folder.resolve("data").resolve(name).toString());
    environment.put("ISTHMUS_CACHE_DIR", folder.resolve("cache").toString());
    supervisor.start(
        new ChildSpec(
            name,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=512m",
                "-jar",
                HOME.resolve(Path.of(module, "target", "quarkus-app", "quarkus-run.jar"))
                    .toString()),
            environment,
            log(name),
            folder.resolve(name + ".pid")));
  }

  Path log(String name) {
    return folder.resolve(name + ".log");
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
