package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlanStatus;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;

/** Plans: made by the control loop; a person approves them. */
@ControllerConfiguration(name = "isthmus-plan", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = -1,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(within = 1, maxReconciliations = 10)
@Singleton
public class PlanController extends WatchedController<PlacementPlan, PlanStatus> {

  PlanController(ClusterSource source) {
    super(source.watched(PlacementPlan.class));
  }
}
