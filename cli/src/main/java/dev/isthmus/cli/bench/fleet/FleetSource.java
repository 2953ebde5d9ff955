package dev.isthmus.cli.bench.fleet;

import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.stack.StackSettings;
import java.util.List;

/** Where the operator under test finds the fleet's resources, and where it writes their status. */
sealed interface FleetSource extends AutoCloseable permits FolderSource, ClusterSource {

  /**
   * Makes resources, or replaces those that a manifest of the same name made.
   *
   * @param manifest its name, such as {@code sites.yaml}
   * @param documents YAML, of what is valid
   */
  void put(String manifest, String documents);

  /** Makes an operator read this source. */
  void readBy(StackSettings.Builder settings);

  /** All services with their status; none while it is being written. */
  List<CollaborativeInferenceService> services();

  /** What has been written until now. */
  Writes writes();

  /** Takes away what does not go with the bench's folder. The operator has ended before. */
  @Override
  void close();
}
