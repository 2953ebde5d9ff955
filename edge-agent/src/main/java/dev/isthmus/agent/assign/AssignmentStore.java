package dev.isthmus.agent.assign;

import dev.isthmus.protocol.records.Parsed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.AssignmentRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The last assignment on this node's disk, so that the agent starts and serves without a broker.
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
    WholeFile.write(file, assignment.toByteArray());
  }
}
