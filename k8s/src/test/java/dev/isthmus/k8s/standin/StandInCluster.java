package dev.isthmus.k8s.standin;

import dev.isthmus.images.Recipes;
import dev.isthmus.testkit.kube.KubeApiServer;
import dev.isthmus.testkit.kube.KubeBinaries;
import dev.isthmus.testkit.kube.KubeUser;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** A real API server with Kubernetes' controllers, and a process of ours for each of its pods. */
public final class StandInCluster implements AutoCloseable {

  private final KubeApiServer server;
  private final KubernetesClient client;
  private final StandInNode node;

  private StandInCluster(KubeApiServer server, ImageTree images, Path folder) {
    this.server = server;
    this.client = server.client();
    this.node = new StandInNode(client, images, folder, new PodAccess(client), Clock.systemUTC());
  }

  /**
   * @param home the repository's root
   * @param folder for its files; must exist
   */
  public static StandInCluster start(Path home, Path folder) throws IOException {
    ImageTree images = ImageTree.of(new Recipes(home), folder.resolve("images"));
    KubeBinaries binaries = KubeBinaries.ofThisBuild();
    KubeApiServer server =
        KubeApiServer.start(binaries, Files.createDirectory(folder.resolve("kube")));
    try {
      server.startControllers(binaries);
      return new StandInCluster(server, images, Files.createDirectory(folder.resolve("pods")));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Where a Service leads, where a pod behind it is ready. */
  public Optional<String> address(String namespace, String service) {
    return node.address(namespace, service);
  }

  /** A file that kubectl, Helm and any other client takes. */
  public Path kubeconfig() {
    return server.kubeconfig(KubeUser.ADMIN);
  }

  @Override
  public void close() {
    node.close();
    client.close();
    server.close();
  }
}
