package dev.isthmus.agent.assign;

import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertSpread;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;

/**
 * What of a role's assignment needs another engine when it changes; its plan's epoch does not, nor
 * where the other stages of its chain are, nor where its experts are, nor how its model is fetched.
 */
record RoleSpec(RoleAssignment assignment) {

  static RoleSpec of(RoleAssignment role) {
    RoleAssignment.Builder spec = role.toBuilder().clearPlanEpoch().clearChain().clearChunks();
    if (role.hasExperts()) {
      spec.setExperts(
          role.getRole() == Role.ROLE_EXPERTS ? held(role) : ExpertSpread.getDefaultInstance());
    }
    return new RoleSpec(spec.build());
  }

  /** The experts of this home alone, wherever it is reached. */
  private static ExpertSpread held(RoleAssignment role) {
    ExpertHome own = RoleExperts.own(role);
    return ExpertSpread.newBuilder()
        .addHomes(ExpertHome.newBuilder().addAllLayers(own.getLayersList()))
        .build();
  }
}
