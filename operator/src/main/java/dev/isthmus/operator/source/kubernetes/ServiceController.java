package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ServiceStatus;
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

/** Services: what changed goes to the control loop, what it decides comes back as status. */
@ControllerConfiguration(name = "isthmus-service", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = -1,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(within = 1, maxReconciliations = 10)
@ApplicationScoped
public class ServiceController implements Reconciler<CollaborativeInferenceService> {

  private final Watched<CollaborativeInferenceService, ServiceStatus> watched;

  ServiceController(ClusterSource source) {
    watched = source.watched(CollaborativeInferenceService.class);
  }

  @Override
  public List<EventSource<?, CollaborativeInferenceService>> prepareEventSources(
      EventSourceContext<CollaborativeInferenceService> context) {
    return watched.eventSources(context);
  }

  @Override
  public UpdateControl<CollaborativeInferenceService> reconcile(
      CollaborativeInferenceService resource, Context<CollaborativeInferenceService> context) {
    return watched.reconcile(resource);
  }
}
