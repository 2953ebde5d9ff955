package dev.isthmus.operator.observe;

import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import java.util.Optional;

/**
 * A node as it was seen last.
 *
 * @param record of the boot that owns the name
 * @param duplicate a sentence where another live process has the same name, else null
 */
public record ObservedNode(
    String id, String site, NodeRecord record, Voice voice, String duplicate) {

  /** What the node says of a role. */
  public Optional<ObservedRole> role(String roleId) {
    return record.getRolesList().stream().filter(role -> role.getId().equals(roleId)).findFirst();
  }

  /** Whether what it reports may be relied on: it is heard of and is not about to go. */
  public boolean serves() {
    return voice != Voice.UNREACHABLE && !record.getLeaving();
  }
}
