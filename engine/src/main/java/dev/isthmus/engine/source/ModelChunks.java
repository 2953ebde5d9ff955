package dev.isthmus.engine.source;

import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the parts of a model's files hash to, so that a node that needs some of them can check these
 * alone.
 *
 * @param chunkBytes of every chunk but a file's last
 * @param files in the order of their names
 */
public record ModelChunks(long chunkBytes, List<FileChunks> files) {

  /** Smaller ones would make many requests of one. */
  private static final long LEAST_BYTES = 64 << 10;

  /** Digests travel with assignments: 32 KiB of them. */
  private static final int MOST = 1024;

  public ModelChunks {
    files = List.copyOf(files);
    Set<String> names = new HashSet<>();
    for (FileChunks file : files) {
      if (chunkBytes < 1 || file.chunkBytes() != chunkBytes || !names.add(file.name())) {
        throw new ModelRefusedException(
            Reason.MALFORMED,
            "the list of chunks is broken at %s: each file is named once, with chunks of %d bytes"
                .formatted(file.name(), chunkBytes));
      }
    }
  }

  /**
   * Reads and hashes files of one folder.
   *
   * @throws UncheckedIOException where one cannot be read
   */
  public static ModelChunks of(Collection<Path> files) {
    Set<Path> sorted = new TreeSet<>(files);
    try {
      long all = 0;
      for (Path file : sorted) {
        all += Files.size(file);
      }
      long chunkBytes = LEAST_BYTES;
      while (all > chunkBytes * MOST) {
        chunkBytes *= 2;
      }
      List<FileChunks> chunks = new ArrayList<>();
      for (Path file : sorted) {
        chunks.add(hashed(file, chunkBytes));
      }
      return new ModelChunks(chunkBytes, chunks);
    } catch (IOException e) {
      throw new UncheckedIOException("the model's files cannot be hashed", e);
    }
  }

  private static FileChunks hashed(Path file, long chunkBytes) throws IOException {
    List<byte[]> digests = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] chunk = new byte[Math.toIntExact(chunkBytes)];
      for (int read = in.readNBytes(chunk, 0, chunk.length);
          read > 0;
          read = in.readNBytes(chunk, 0, chunk.length)) {
        digests.add(FileChunks.digest(chunk, read));
      }
    }
    return FileChunks.of(file.getFileName().toString(), Files.size(file), chunkBytes, digests);
  }
}
