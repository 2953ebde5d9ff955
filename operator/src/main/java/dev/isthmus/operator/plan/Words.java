package dev.isthmus.operator.plan;

import dev.isthmus.crds.node.MeasuredStep;
import dev.isthmus.planner.place.Precision;
import dev.isthmus.planner.place.Tier;
import dev.isthmus.protocol.v1.StepTime;
import java.util.List;

/** The same words in the resources', the planner's and the records' types. */
public final class Words {

  private Words() {}

  public static dev.isthmus.crds.model.Precision precision(Precision precision) {
    return dev.isthmus.crds.model.Precision.valueOf(precision.name());
  }

  public static Precision precision(dev.isthmus.crds.model.Precision precision) {
    return Precision.valueOf(precision.name());
  }

  /** Null where the record says none. */
  public static dev.isthmus.crds.model.Precision precision(
      dev.isthmus.protocol.v1.Precision precision) {
    return switch (precision) {
      case FP32 -> dev.isthmus.crds.model.Precision.FP32;
      case INT8 -> dev.isthmus.crds.model.Precision.INT8;
      case INT4 -> dev.isthmus.crds.model.Precision.INT4;
      case PRECISION_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  public static dev.isthmus.crds.node.Role role(dev.isthmus.planner.place.Role role) {
    return dev.isthmus.crds.node.Role.valueOf(role.name());
  }

  public static dev.isthmus.planner.place.Role role(dev.isthmus.protocol.v1.Role role) {
    return switch (role) {
      case ROLE_STAGE -> dev.isthmus.planner.place.Role.STAGE;
      case ROLE_DRAFTER -> dev.isthmus.planner.place.Role.DRAFTER;
      case ROLE_EXPERTS -> dev.isthmus.planner.place.Role.EXPERTS;
      case ROLE_VERIFIER, ROLE_UNSPECIFIED, UNRECOGNIZED -> dev.isthmus.planner.place.Role.VERIFIER;
    };
  }

  /** The steps of a node's profile. */
  public static List<MeasuredStep> steps(List<StepTime> steps) {
    return steps.stream()
        .map(step -> new MeasuredStep(step.getRows(), step.getSessions(), step.getMillis()))
        .toList();
  }

  static Tier tier(dev.isthmus.crds.site.Tier tier) {
    return Tier.valueOf(tier.name());
  }

  /** namespace/name, as Kafka keys and messages have it. */
  public static String key(io.fabric8.kubernetes.api.model.HasMetadata resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }
}
