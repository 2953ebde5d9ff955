package dev.isthmus.operator.place;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;

/** A plan's placements as records. */
final class RoleAssignments {

  private RoleAssignments() {}

  static RoleAssignment of(ServicePlan service, Placement placement, long planEpoch) {
    boolean verifier = placement.role() == dev.isthmus.planner.place.Role.VERIFIER;
    ModelPackage model = (verifier ? service.target() : service.draft()).orElseThrow();
    return RoleAssignment.newBuilder()
        .setId(placement.id())
        .setService(service.key())
        .setServiceUid(service.uid())
        .setPlanEpoch(planEpoch)
        .setRole(verifier ? Role.ROLE_VERIFIER : Role.ROLE_DRAFTER)
        .setModel(model(model, placement.modelDigest()))
        .setPrecision(
            verifier
                ? Precision.valueOf(placement.precision().name())
                : Precision.PRECISION_UNSPECIFIED)
        .setKvBytes(placement.kvBytes())
        .build();
  }

  /**
   * @param digest of the files, empty where it is not known yet
   */
  static ModelRef model(ModelPackage model, String digest) {
    return ModelRef.newBuilder()
        .setPackage(model.getMetadata().getNamespace() + "/" + model.getMetadata().getName())
        .setUri(model.getSpec().source().uri())
        .setDigest(digest)
        .setMinAgreement(model.getSpec().minAgreement())
        .build();
  }
}
