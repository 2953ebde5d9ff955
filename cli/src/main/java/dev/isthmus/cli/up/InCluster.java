package dev.isthmus.cli.up;

import dev.isthmus.cli.cluster.Cluster;
import dev.isthmus.cli.cluster.ClusterFleet;
import dev.isthmus.cli.cluster.ClusterMirror;
import dev.isthmus.cli.cluster.ClusterOptions;
import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.local.stack.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An instance's resources in a cluster, for as long as it runs. The kubeconfig that leads there
 * stays in the instance's folder until they are taken away, so that {@code isthmus down} finds them
 * where their supervisor died.
 */
final class InCluster implements AutoCloseable {

  private static final String FILE = "kubeconfig";

  private final Path kubeconfig;
  private final Cluster cluster;
  private final ClusterFleet fleet;
  private ClusterMirror mirror;

  private InCluster(Path kubeconfig, String owner) {
    this.kubeconfig = kubeconfig;
    this.cluster = ClusterOptions.connectKept(kubeconfig);
    this.fleet = new ClusterFleet(cluster, owner);
  }

  /** Where an instance keeps its way to the cluster. */
  static Path kubeconfig(Instance instance) {
    return instance.folder().resolve(FILE);
  }

  /** What an instance has in a cluster, of this run or of one that was broken off. */
  static Optional<InCluster> of(Instance instance) {
    return Files.isReadable(kubeconfig(instance))
        ? Optional.of(
            new InCluster(
                kubeconfig(instance),
                "up-" + Integer.toHexString(instance.folder().toString().hashCode())))
        : Optional.empty();
  }

  void apply(Manifest manifest) {
    fleet.apply(manifest.documents());
  }

  /** From now on the state folder says what the cluster says. */
  void mirror(StateFolder state) {
    mirror = new ClusterMirror(cluster, state);
  }

  /**
   * Takes everything away, and forgets the cluster.
   *
   * @return how many resources that were
   */
  int remove() {
    int removed = fleet.remove();
    try {
      Files.deleteIfExists(kubeconfig);
    } catch (IOException e) {
      throw new CliException(kubeconfig + " cannot be deleted: " + e.getMessage(), e);
    }
    return removed;
  }

  @Override
  public void close() {
    if (mirror != null) {
      mirror.close();
    }
    cluster.close();
  }
}
