package dev.isthmus.operator.place;

import dev.isthmus.crds.model.ModelFacts;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.operator.plan.Chunks;
import dev.isthmus.operator.plan.ModelFactsState;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.LayerExperts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.Optional;

/** A plan's placements as records. */
final class RoleAssignments {

  private RoleAssignments() {}

  /**
   * @param chain of which the placement is a part, where it holds some layers only
   */
  static RoleAssignment of(ServicePlan service, Placement placement, Optional<Chain> chain) {
    boolean drafter = placement.role() == dev.isthmus.planner.place.Role.DRAFTER;
    ModelPackage model = (drafter ? service.draft() : service.target()).orElseThrow();
    RoleAssignment.Builder role = role(service, placement, model);
    if (placement.lastLayer() > 0) {
      role.setFirstLayer(placement.firstLayer()).setLastLayer(placement.lastLayer());
      chain.ifPresent(role::setChain);
    }
    if (placement.lastLayer() > 0 || placement.role() == dev.isthmus.planner.place.Role.EXPERTS) {
      setChunks(role, service);
    }
    setNarrowExperts(role, service);
    return role.build();
  }

  /** For a role that holds a part of the service's model. */
  static void setChunks(RoleAssignment.Builder role, ServicePlan service) {
    facts(role, service)
        .map(ModelFacts::chunks)
        .ifPresent(chunks -> role.setChunks(Chunks.record(chunks)));
  }

  private static void setNarrowExperts(RoleAssignment.Builder role, ServicePlan service) {
    if (role.getPrecision() == Precision.INT4) {
      facts(role, service)
          .ifPresent(
              facts ->
                  facts
                      .narrowExperts()
                      .forEach(
                          layer ->
                              role.addNarrowExperts(
                                  LayerExperts.newBuilder()
                                      .setLayer(layer.layer())
                                      .setExperts(layer.experts()))));
    }
  }

  /** Those of the service's model, where that is what the role runs. */
  private static Optional<ModelFacts> facts(RoleAssignment.Builder role, ServicePlan service) {
    return service
        .target()
        .flatMap(model -> ModelFactsState.of(model).facts())
        .filter(facts -> facts.digest().equals(role.getModel().getDigest()));
  }

  private static RoleAssignment.Builder role(
      ServicePlan service, Placement placement, ModelPackage model) {
    return RoleAssignment.newBuilder()
        .setId(placement.id())
        .setService(service.key())
        .setServiceUid(service.uid())
        .setPlanEpoch(service.plan().orElseThrow().epoch())
        .setRole(
            switch (placement.role()) {
              case VERIFIER -> Role.ROLE_VERIFIER;
              case DRAFTER -> Role.ROLE_DRAFTER;
              case STAGE -> Role.ROLE_STAGE;
              case EXPERTS -> Role.ROLE_EXPERTS;
            })
        .setModel(model(model, placement.modelDigest()))
        .setPrecision(
            placement.role() == dev.isthmus.planner.place.Role.DRAFTER
                ? Precision.PRECISION_UNSPECIFIED
                : Precision.valueOf(placement.precision().name()))
        .setKvBytes(placement.kvBytes());
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
        .setMaxExpertError(model.getSpec().maxExpertError())
        .build();
  }
}
