package dev.isthmus.agent.assign;

import dev.isthmus.protocol.records.Parsed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.AssignmentRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The last assignment on this node's disk, so that the agent starts and serves without a broker. A
 * write appears whole or not at all.
 */
public final class AssignmentStore {

  private final Path file;

  public AssignmentStore(Path dataDir) {
    this.file = dataDir.resolve("assignment.binpb");
  }

  /** Empty where there is none, or none that this release can read. */
  public Optional<AssignmentRecord> load() {
    try {
      return RecordCodec.ASSIGNMENT.parse(Files.readAllBytes(file))
              instanceof Parsed.Valid<AssignmentRecord> valid
          ? Optional.of(valid.value())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public void save(AssignmentRecord assignment) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      try (FileChannel out =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(assignment.toByteArray());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
