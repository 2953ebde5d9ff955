package dev.isthmus.k8s;

import dev.isthmus.k8s.standin.StandInCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An API server with a process for each pod.
 *
 * @param models where pods find them
 */
record ProcessCluster(StandInCluster cluster, ModelIndex models) implements WalkCluster {

  static ProcessCluster start(Path folder) throws IOException {
    Path home = Path.of("..").toAbsolutePath().normalize();
    ModelIndex models = WalkCluster.models(folder, "127.0.0.1");
    try {
      return new ProcessCluster(
          StandInCluster.start(home, Files.createDirectory(folder.resolve("cluster"))), models);
    } catch (IOException | RuntimeException e) {
      models.close();
      throw e;
    }
  }

  @Override
  public Path kubeconfig() {
    return cluster.kubeconfig();
  }

  @Override
  public String index() {
    return models.url();
  }

  @Override
  public Optional<String> address(String namespace, String service) {
    return cluster.address(namespace, service);
  }

  @Override
  public void close() {
    cluster.close();
    models.close();
  }
}
