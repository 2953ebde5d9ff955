package dev.isthmus.engine.prepared;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Length and checksum of an entry's files, as they were written. */
record Manifest(List<Item> files) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PIECE = 1 << 20;

  /**
   * @param crc32c of the file's bytes
   */
  record Item(String name, long bytes, long crc32c) {}

  /** Of all files that lie in a directory. */
  static Manifest of(Path directory) throws IOException {
    List<Item> items = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        items.add(new Item(file.getFileName().toString(), Files.size(file), checksum(file)));
      }
    }
    return new Manifest(items);
  }

  static Manifest read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Manifest.class);
  }

  void write(Path file) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(this));
    StageFiles.force(file);
    StageFiles.force(file.getParent());
  }

  /** Whether the files are still what was written. */
  boolean describes(Path directory) throws IOException {
    for (Item item : files) {
      Path file = directory.resolve(item.name());
      if (!Files.isRegularFile(file)
          || Files.size(file) != item.bytes()
          || checksum(file) != item.crc32c()) {
        return false;
      }
    }
    return true;
  }

  private static long checksum(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(piece.clear()) >= 0) {
        crc.update(piece.flip());
      }
    }
    return crc.getValue();
  }
}
