package dev.isthmus.engine.prepared;

import dev.isthmus.engine.graph.StageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Prepared stages on disk, shared by all processes of a machine. An entry is a directory that
 * appears whole, by a rename, after its files are on disk; a process that dies while writing leaves
 * only a directory that the next writer removes. An entry whose bytes do not match what was written
 * is thrown away and made again.
 */
public final class PreparedCache {

  static final String WEIGHTS = "weights.bin";
  private static final String MANIFEST = "manifest.json";
  private static final Map<Path, Object> MONITORS = new ConcurrentHashMap<>();

  private final Path root;

  public PreparedCache(Path cacheDir) {
    this.root = cacheDir.resolve("prepared");
  }

  /** The entry's directory, whether it exists or not; small results are kept beside the files. */
  public Path directory(PreparedKey key) {
    return root.resolve(key.directory());
  }

  /** Whether a whole entry is there; its bytes are not read. */
  public boolean holds(PreparedKey key) {
    return Files.isRegularFile(directory(key).resolve(MANIFEST));
  }

  /**
   * Returns the entry, made first where it is missing or damaged. One process makes it, others
   * wait.
   */
  public PreparedStage obtain(
      PreparedKey key, Supplier<StageModel> stage, PrepareListener listener) {
    try {
      // ONNX Runtime refuses weights that it reaches through a symbolic link.
      Path home = Files.createDirectories(root).toRealPath();
      Path entry = home.resolve(key.directory());
      Path lock = home.resolve(key.directory() + ".lock");
      synchronized (MONITORS.computeIfAbsent(lock, path -> new Object())) {
        try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          channel.lock(); // until the channel closes
          return whole(entry).orElseGet(() -> make(entry, stage.get(), listener));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "prepared weights in " + root + " cannot be read or written: " + e.getMessage(), e);
    }
  }

  /** Removes all entries; nobody may be using any. */
  public void clear() {
    try {
      remove(root);
    } catch (IOException e) {
      throw new UncheckedIOException(root + " cannot be removed: " + e.getMessage(), e);
    }
  }

  private Optional<PreparedStage> whole(Path entry) {
    try {
      Manifest manifest = Manifest.read(entry.resolve(MANIFEST));
      if (manifest.describes(entry)) {
        return Optional.of(new PreparedStage(entry, Files.size(entry.resolve(WEIGHTS))));
      }
    } catch (IOException e) {
      // Missing or unreadable is the same as damaged: it is made again.
    }
    return Optional.empty();
  }

  private PreparedStage make(Path entry, StageModel stage, PrepareListener listener) {
    Path fresh = entry.resolveSibling(entry.getFileName() + ".new");
    try {
      remove(fresh);
      remove(entry);
      Files.createDirectory(fresh);
      StageFiles.write(fresh, stage, listener);
      Manifest.of(fresh).write(fresh.resolve(MANIFEST));
      Files.move(fresh, entry, StandardCopyOption.ATOMIC_MOVE);
      StageFiles.force(entry.getParent());
      return new PreparedStage(entry, Files.size(entry.resolve(WEIGHTS)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "preparing weights into " + entry + " failed: " + e.getMessage(), e);
    }
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
