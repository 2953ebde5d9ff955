package dev.isthmus.cli.cluster;

import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.crds.folder.StateFolder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a state folder as a cluster is, so that whoever looks at an instance finds the same in the
 * same place, whichever source its operator has.
 */
public final class ClusterMirror implements AutoCloseable {

  private static final long EVERY_MILLIS = 500;

  private final Cluster cluster;
  private final StateFolder into;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "cluster-mirror");
            made.setDaemon(true);
            return made;
          });

  public ClusterMirror(Cluster cluster, StateFolder into) {
    this.cluster = cluster;
    this.into = into;
    thread.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Cluster.KINDS.forEach(this::look);
    } catch (CliException | UncheckedIOException e) {
      // what was seen last stays until the cluster answers again
    }
  }

  private <R extends HasMetadata> void look(Class<R> kind) {
    var present = cluster.list(kind);
    var kept = into.list(kind);
    present.stream()
        .filter(resource -> kept.stream().noneMatch(old -> isSame(old, resource)))
        .forEach(into::write);
    kept.stream()
        .filter(old -> present.stream().noneMatch(resource -> isNamed(old, resource)))
        .forEach(into::delete);
  }

  private static boolean isNamed(HasMetadata one, HasMetadata other) {
    return one.getMetadata().getName().equals(other.getMetadata().getName())
        && Objects.equals(one.getMetadata().getNamespace(), other.getMetadata().getNamespace());
  }

  private static boolean isSame(HasMetadata one, HasMetadata other) {
    return isNamed(one, other)
        && one.getMetadata().getResourceVersion().equals(other.getMetadata().getResourceVersion());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
