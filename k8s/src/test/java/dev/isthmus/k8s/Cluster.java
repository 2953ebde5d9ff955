package dev.isthmus.k8s;

import dev.isthmus.testkit.kube.KubeApiServer;
import dev.isthmus.testkit.kube.KubeBinaries;
import dev.isthmus.testkit.kube.KubeUser;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A real API server with Kubernetes' controllers, and kubectl and Helm that talk to it. */
final class Cluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long PAUSE = Duration.ofMillis(100).toNanos();

  private final KubeApiServer server;
  private final KubernetesClient client;
  private final Path kubeconfig;

  private Cluster(KubeApiServer server) {
    this.server = server;
    this.client = server.client();
    this.kubeconfig = server.kubeconfig(KubeUser.ADMIN);
  }

  static Cluster start(Path folder) {
    KubeBinaries binaries = KubeBinaries.ofThisBuild();
    KubeApiServer server = KubeApiServer.start(binaries, folder);
    server.startControllers(binaries);
    return new Cluster(server);
  }

  KubernetesClient client() {
    return client;
  }

  String kubectl(String... arguments) {
    return Tool.kubectl().at(kubeconfig).run(arguments);
  }

  Tool.Result attemptKubectl(String... arguments) {
    return Tool.kubectl().at(kubeconfig).attempt(arguments);
  }

  String helm(String... arguments) {
    return Tool.helm().at(kubeconfig).run(arguments);
  }

  /** A namespace whose admission takes restricted pods only. */
  void restrictedNamespace(String name) {
    kubectl("create", "namespace", name);
    kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted");
    await("default service account in " + name, () -> has(name, "serviceaccount", "default"));
  }

  /**
   * Waits until definitions that were deleted are gone. The API server lists what is left of each
   * through storage that it has just opened; where that is not ready it looks again only when the
   * definition changes, or minutes later.
   */
  void awaitNoDefinitions() {
    await(
        "definitions are gone",
        () -> {
          attemptKubectl(
              "annotate", "crd", "--all", "--overwrite", "isthmus.dev/again=" + System.nanoTime());
          return kubectl("get", "crd", "-o", "name").isBlank();
        });
  }

  boolean has(String namespace, String kind, String name) {
    return !kubectl("-n", namespace, "get", kind, name, "--ignore-not-found", "-o", "name")
        .isBlank();
  }

  /** Waits until controllers were admitted to make so many pods of a component. */
  void awaitPods(String namespace, String component, int count) {
    await(
        count + " pods of " + component + " in " + namespace + ": " + refusals(namespace),
        () -> pods(namespace, component).size() == count);
  }

  List<String> pods(String namespace, String component) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/name", "isthmus-" + component)
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private String refusals(String namespace) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getReason().equals("FailedCreate"))
        .map(event -> event.getMessage())
        .toList()
        .toString();
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
