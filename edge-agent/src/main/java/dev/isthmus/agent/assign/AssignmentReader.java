package dev.isthmus.agent.assign;

import dev.isthmus.protocol.records.Parsed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.AssignmentRecord;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Picks this node's assignments out of its site's topic. Never throws. */
public final class AssignmentReader {

  private static final Logger LOG = Logger.getLogger(AssignmentReader.class);

  private final String node;
  private final Consumer<String> parked;

  /**
   * @param parked hears why a record was put aside
   */
  public AssignmentReader(String node, Consumer<String> parked) {
    this.node = node;
    this.parked = parked;
  }

  public Optional<AssignmentRecord> read(String key, byte[] value) {
    if (!node.equals(key)) {
      return Optional.empty();
    }
    Parsed<AssignmentRecord> parsed = RecordCodec.ASSIGNMENT.parse(value);
    if (parsed instanceof Parsed.Valid<AssignmentRecord> valid) {
      if (valid.value().getNode().equals(node)) {
        return Optional.of(valid.value());
      }
      return park("misaddressed", "an assignment under this node's key is for another node");
    }
    if (parsed instanceof Parsed.UnknownVersion<AssignmentRecord> unknown) {
      return park(
          "unknown-version",
          "an assignment of version %d is parked; this agent reads version %d"
              .formatted(unknown.version(), RecordCodec.VERSION));
    }
    return park("malformed", ((Parsed.Malformed<AssignmentRecord>) parsed).reason());
  }

  private Optional<AssignmentRecord> park(String why, String message) {
    LOG.warnf("record parked why=%s: %s", why, message);
    parked.accept(why);
    return Optional.empty();
  }
}
