package dev.isthmus.operator.plan;

import dev.isthmus.crds.plan.LayerExperts;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlanSpec;
import dev.isthmus.crds.plan.PlannedRole;
import dev.isthmus.crds.plan.Predicted;
import dev.isthmus.crds.plan.RejectedAlternative;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.plan.Decision.Place;
import dev.isthmus.planner.experts.ExpertRanges;
import dev.isthmus.planner.place.Forecast;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.planner.place.Plan;
import dev.isthmus.planner.place.Precision;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Plans as PlacementPlan resources, and back. */
public final class PlanResources {

  private PlanResources() {}

  /** A plan as a resource that its service owns. */
  public static PlacementPlan resource(
      CollaborativeInferenceService service, long epoch, Place place) {
    Plan plan = place.plan();
    PlacementPlan resource = new PlacementPlan();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(service.getMetadata().getNamespace())
            .withName(service.getMetadata().getName() + "-" + epoch)
            .withLabels(Map.of("isthmus.dev/service", service.getMetadata().getName()))
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion(service.getApiVersion())
                    .withKind(service.getKind())
                    .withName(service.getMetadata().getName())
                    .withUid(service.getMetadata().getUid())
                    .withController(true)
                    .build())
            .build());
    resource.setSpec(
        new PlanSpec(
            service.getMetadata().getName(),
            service.getMetadata().getUid(),
            new dev.isthmus.crds.plan.Plan(
                epoch,
                service.getMetadata().getGeneration(),
                plan.of(dev.isthmus.planner.place.Role.VERIFIER)
                    .findFirst()
                    .map(placement -> Words.precision(placement.precision()))
                    .orElse(null),
                plan.placements().stream().map(PlanResources::role).toList(),
                rejected(plan, place.shortfalls()),
                predicted(place.forecast())),
            null));
    return resource;
  }

  private static Predicted predicted(Forecast forecast) {
    return new Predicted(
        tenths(forecast.tokenMillis()),
        tenths(forecast.firstTokenMillis()),
        tenths(forecast.slowestMillis()),
        forecast.bytesToMove(),
        forecast.measured());
  }

  private static double tenths(double millis) {
    return Math.round(millis * 10) / 10.0;
  }

  private static List<RejectedAlternative> rejected(Plan plan, List<Shortfall> shortfalls) {
    return Stream.concat(
            shortfalls.stream()
                .map(short_ -> new RejectedAlternative(short_.reason().name(), short_.message())),
            plan.rejected().stream().map(PlanResources::rejected))
        .limit(64)
        .toList();
  }

  private static RejectedAlternative rejected(String sentence) {
    int colon = sentence.indexOf(": ");
    return colon < 0
        ? new RejectedAlternative(sentence, "")
        : new RejectedAlternative(sentence.substring(0, colon), sentence.substring(colon + 2));
  }

  private static PlannedRole role(Placement placement) {
    return new PlannedRole(
        placement.id(),
        Words.role(placement.role()),
        placement.node(),
        placement.site(),
        placement.modelDigest(),
        Words.precision(placement.precision()),
        placement.weightBytes(),
        placement.kvBytes(),
        placement.lastLayer() == 0 ? null : placement.firstLayer(),
        placement.lastLayer() == 0 ? null : placement.lastLayer(),
        placement.experts().entrySet().stream()
            .map(layer -> new LayerExperts(layer.getKey(), layer.getValue().toString()))
            .toList());
  }

  static CurrentPlan current(PlacementPlan resource) {
    dev.isthmus.crds.plan.Plan plan = resource.getSpec().plan();
    return new CurrentPlan(
        resource.getMetadata().getName(),
        plan.epoch(),
        plan.generation(),
        new Plan(
            resource.getSpec().serviceUid(),
            plan.roles().stream().map(PlanResources::placement).toList(),
            plan.rejected().stream()
                .map(rejected -> rejected.what() + ": " + rejected.why())
                .toList()));
  }

  private static Placement placement(PlannedRole role) {
    return new Placement(
        role.id(),
        dev.isthmus.planner.place.Role.valueOf(role.role().name()),
        role.node(),
        role.site(),
        role.modelDigest(),
        Precision.valueOf(role.precision().name()),
        role.weightBytes(),
        role.kvBytes(),
        role.holdsPart() ? role.firstLayer() : 0,
        role.holdsPart() ? role.lastLayer() : 0,
        experts(role));
  }

  private static SortedMap<Integer, ExpertRanges> experts(PlannedRole role) {
    SortedMap<Integer, ExpertRanges> experts = new TreeMap<>();
    role.experts()
        .forEach(
            layer ->
                experts.put(layer.layer(), ExpertRanges.parse(layer.experts(), Integer.MAX_VALUE)));
    return experts;
  }
}
