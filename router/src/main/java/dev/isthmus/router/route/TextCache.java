package dev.isthmus.router.route;

import dev.isthmus.router.worker.TextFetch;
import dev.isthmus.router.worker.WorkerPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Text files of models by digest, on disk; what is not there comes from an agent that has it. */
public final class TextCache {

  private final Path folder;
  private final TextFetch fetch;

  public TextCache(Path folder, TextFetch fetch) {
    this.folder = folder;
    this.fetch = fetch;
  }

  /**
   * @param digest "sha256:&lt;hex&gt;"
   * @param holders agents that should have it, asked in this order
   * @throws IOException where none of them gives it
   */
  byte[] get(String digest, List<WorkerPath> holders) throws IOException {
    Path file = folder.resolve(digest.replace(':', '-'));
    if (Files.exists(file)) {
      byte[] bytes = Files.readAllBytes(file);
      if (TextFetch.digest(bytes).equals(digest)) {
        return bytes;
      }
    }
    IOException failure = new IOException("no worker is known that has " + digest);
    for (WorkerPath holder : holders) {
      try {
        byte[] bytes = fetch.fetch(holder, digest);
        write(file, bytes);
        return bytes;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, "text", ".new");
    Files.write(fresh, bytes);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
