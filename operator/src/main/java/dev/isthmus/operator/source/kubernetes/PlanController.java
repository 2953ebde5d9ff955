package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlanStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Plans: made by the control loop; a person approves them. */
@ControllerConfiguration(name = "isthmus-plan", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = -1,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(within = 1, maxReconciliations = 10)
@ApplicationScoped
public class PlanController implements Reconciler<PlacementPlan> {

  private final Watched<PlacementPlan, PlanStatus> watched;

  PlanController(ClusterSource source) {
    watched = source.watched(PlacementPlan.class);
  }

  @Override
  public List<EventSource<?, PlacementPlan>> prepareEventSources(
      EventSourceContext<PlacementPlan> context) {
    return watched.eventSources(context);
  }

  @Override
  public UpdateControl<PlacementPlan> reconcile(
      PlacementPlan resource, Context<PlacementPlan> context) {
    return watched.reconcile(resource);
  }
}
