package dev.isthmus.agent.assign;

import dev.isthmus.protocol.v1.RoleAssignment;

/**
 * What of a role's assignment needs another engine when it changes; its plan's epoch does not, nor
 * where the other stages of its chain are.
 */
record RoleSpec(RoleAssignment assignment) {

  static RoleSpec of(RoleAssignment role) {
    return new RoleSpec(role.toBuilder().clearPlanEpoch().clearChain().build());
  }
}
