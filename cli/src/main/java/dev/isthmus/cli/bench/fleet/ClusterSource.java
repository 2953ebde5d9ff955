package dev.isthmus.cli.bench.fleet;

import dev.isthmus.cli.cluster.Cluster;
import dev.isthmus.cli.cluster.ClusterCache;
import dev.isthmus.cli.cluster.ClusterFleet;
import dev.isthmus.cli.cluster.ClusterOptions;
import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.stack.StackSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A cluster's API server. What is made there, and what the operator makes of it, goes at the end.
 */
final class ClusterSource implements FleetSource {

  private static final String OWNER = "bench-fleet";

  private final Path kubeconfig;
  private final Cluster cluster;
  private final ClusterFleet fleet;
  private final ClusterCache seen;

  /**
   * @param kubeconfig the bench's own way to the cluster
   * @throws CliException where it does not answer, or lacks the definitions
   */
  ClusterSource(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.cluster = ClusterOptions.connectKept(kubeconfig);
    this.fleet = new ClusterFleet(cluster, OWNER);
    fleet.remove(); // of a bench that was killed
    this.seen = new ClusterCache(cluster);
  }

  @Override
  public void put(String manifest, String documents) {
    fleet.apply(Manifest.documents(manifest, documents));
  }

  @Override
  public void readBy(StackSettings.Builder settings) {
    settings.ofCluster(kubeconfig);
  }

  @Override
  public List<CollaborativeInferenceService> services() {
    return seen.list(CollaborativeInferenceService.class);
  }

  @Override
  public Writes writes() {
    Map<String, String> versions = new TreeMap<>();
    for (HasMetadata resource : seen.all()) {
      versions.put(resource.getMetadata().getUid(), resource.getMetadata().getResourceVersion());
    }
    return new Writes(versions);
  }

  @Override
  public void close() {
    seen.close();
    fleet.remove();
    cluster.close();
    try {
      Files.deleteIfExists(kubeconfig);
    } catch (IOException e) {
      throw new CliException(kubeconfig + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
