package dev.isthmus.engine.fetch;

import dev.isthmus.engine.source.FileChunks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * A file of full length of which some chunks are there, and beside it a map with one byte for each
 * that says which. A chunk is on the disk before the map says so, whatever ends the process or the
 * machine. Writers hold the file's {@link CacheLock}; readers need none.
 */
final class ChunkStore {

  private static final byte PRESENT = 1;

  private final Path path;
  private final FileChunks chunks;
  private final BitSet present = new BitSet();

  /** Knows of no chunk before {@link #create}. */
  ChunkStore(Path path, FileChunks chunks) {
    this.path = path;
    this.chunks = chunks;
  }

  private Path map() {
    return path.resolveSibling(path.getFileName() + ".chunks");
  }

  /** Makes the file; what was there already stays. The caller holds its lock. */
  void create() throws IOException {
    if (!Files.exists(path) || Files.size(path) != chunks.bytes()) {
      Files.deleteIfExists(map());
      try (FileChannel file = open(path)) {
        file.truncate(0);
        if (chunks.bytes() > 0) {
          file.write(ByteBuffer.allocate(1), chunks.bytes() - 1); // sparse: costs one block
        }
      }
    }
    refresh();
  }

  /** Looks at what others brought meanwhile. */
  void refresh() throws IOException {
    byte[] map = Files.exists(map()) ? Files.readAllBytes(map()) : new byte[0];
    synchronized (present) {
      present.clear();
      for (int chunk = 0; chunk < map.length; chunk++) {
        present.set(chunk, map[chunk] == PRESENT);
      }
    }
  }

  boolean has(int chunk) {
    synchronized (present) {
      return present.get(chunk);
    }
  }

  /** Bytes of the chunks that are there. */
  long bytes() {
    synchronized (present) {
      return present.stream().mapToLong(chunks::length).sum();
    }
  }

  /** Writes chunks whose digests were checked; the caller holds the lock. */
  Writing write() throws IOException {
    return new Writing();
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Some chunks in a row; the map learns of them when enough have come, and at the end. */
  final class Writing implements AutoCloseable {

    private static final long MOST_UNSAVED = 16 << 20;

    private final FileChannel file = open(path);
    private final BitSet unsaved = new BitSet();
    private long unsavedBytes;

    private Writing() throws IOException {}

    void put(int chunk, byte[] content) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        file.write(bytes, chunks.start(chunk) + bytes.position());
      }
      unsaved.set(chunk);
      unsavedBytes += content.length;
      if (unsavedBytes >= MOST_UNSAVED) {
        save();
      }
    }

    private void save() throws IOException {
      file.force(false);
      try (FileChannel map = open(map())) {
        for (int chunk = unsaved.nextSetBit(0); chunk >= 0; chunk = unsaved.nextSetBit(chunk + 1)) {
          map.write(ByteBuffer.wrap(new byte[] {PRESENT}), chunk);
        }
      }
      synchronized (present) {
        present.or(unsaved);
      }
      unsaved.clear();
      unsavedBytes = 0;
    }

    @Override
    public void close() throws IOException {
      try (file) {
        save();
      }
    }
  }
}
