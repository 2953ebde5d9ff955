package dev.isthmus.cli.bench.fleet;

import dev.isthmus.cli.bench.Clearing;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Files that the operator watches.
 *
 * @param manifests the folder of what is asked for
 * @param state the folder that the operator writes
 */
record FolderSource(Path manifests, Path state) implements FleetSource {

  /** An empty one. */
  static FolderSource clear(Path manifests, Path state) {
    try {
      Clearing.clear(manifests);
      Files.createDirectories(manifests);
    } catch (IOException e) {
      throw new CliException(manifests + " cannot be cleared: " + e.getMessage(), e);
    }
    return new FolderSource(manifests, state);
  }

  /** Whoever looks finds the file whole. */
  @Override
  public void put(String manifest, String documents) {
    Path fresh = manifests.resolveSibling(manifest + ".new");
    Path file = manifests.resolve(manifest);
    try {
      Files.writeString(fresh, documents);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CliException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void readBy(StackSettings.Builder settings) {
    // as it does unless it is told otherwise
  }

  @Override
  public List<CollaborativeInferenceService> services() {
    try {
      return new StateFolder(state).list(CollaborativeInferenceService.class);
    } catch (UncheckedIOException e) {
      return List.of(); // replaced while it was read
    }
  }

  @Override
  public Writes writes() {
    return Writes.in(state);
  }

  @Override
  public void close() {
    // the folder stays, to be looked at
  }
}
