package dev.isthmus.operator.start;

import dev.isthmus.operator.start.OperatorSettings.Source;
import java.util.Optional;

/**
 * Which source was chosen, and by what.
 *
 * @param why a clause for the log
 */
record SourceChoice(Source source, String why) {

  /** Set in every pod. */
  static final String IN_CLUSTER = "KUBERNETES_SERVICE_HOST";

  /**
   * @param asked isthmus.source
   * @param folder whether isthmus.folder.manifests is set
   * @param inCluster whether this is a pod
   * @throws IllegalArgumentException where nothing says which, or the folder source lacks its
   *     folder
   */
  static SourceChoice of(Optional<Source> asked, boolean folder, boolean inCluster) {
    if (asked.isPresent()) {
      if (asked.get() == Source.FOLDER && !folder) {
        throw new IllegalArgumentException(
            "isthmus.source is folder, but isthmus.folder.manifests and isthmus.folder.state are not both set");
      }
      return new SourceChoice(asked.get(), "isthmus.source says so");
    }
    if (inCluster) {
      return new SourceChoice(Source.KUBERNETES, IN_CLUSTER + " is set: this runs in a cluster");
    }
    if (folder) {
      return new SourceChoice(Source.FOLDER, "isthmus.folder.manifests is set");
    }
    throw new IllegalArgumentException(
        "nothing says where resources come from: set isthmus.source to kubernetes, or to folder with"
            + " isthmus.folder.manifests and isthmus.folder.state");
  }
}
