package dev.isthmus.k8s;

import dev.isthmus.testkit.kube.KubeCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A cluster that runs the pods of a chart, with the demo model within their reach. */
interface WalkCluster extends AutoCloseable {

  /** The tags of our images there, before and after an upgrade. */
  String FIRST = "first";

  String SECOND = "second";

  /** Set to {@code processes}, it asks for these where the machine could have a node. */
  String PODS = "isthmus.walk.pods";

  /**
   * One with a node, or with a process for each pod where this machine can have no node.
   *
   * @param folder for its files; must exist
   */
  static WalkCluster start(Path folder) throws IOException {
    Optional<String> obstacle =
        Optional.ofNullable(System.getProperty(PODS))
            .map(pods -> PODS + "=" + pods)
            .or(KubeCluster::obstacle);
    if (obstacle.isEmpty()) {
      System.out.println("the walk is through a whole cluster of one node");
      return WholeCluster.start(folder);
    }
    System.out.println(
        "the walk is through an API server with a process for each pod: " + obstacle.orElseThrow());
    return ProcessCluster.start(folder);
  }

  /** A file that kubectl, Helm and any other client takes. */
  Path kubeconfig();

  /** Where pods find models. */
  String index();

  /** The address at which this machine reaches a Service; empty as long as it leads nowhere. */
  Optional<String> address(String namespace, String service);

  default String kubectl(String... arguments) {
    return Tool.kubectl().at(kubeconfig()).run(arguments);
  }

  default String helm(String... arguments) {
    return Tool.helm().at(kubeconfig()).run(arguments);
  }

  @Override
  void close();

  /** The demo model for pods. */
  static ModelIndex models(Path folder, String host) throws IOException {
    return new ModelIndex(folder, cache(), host);
  }

  /** The user's cache. */
  static Path cache() {
    String set = System.getenv("ISTHMUS_CACHE");
    return set == null
        ? Path.of(System.getProperty("user.home"), ".cache", "isthmus")
        : Path.of(set);
  }
}
