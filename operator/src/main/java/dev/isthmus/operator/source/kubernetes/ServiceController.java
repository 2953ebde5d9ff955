package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ServiceStatus;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;

/** Services: what changed goes to the control loop, what it decides comes back as status. */
@ControllerConfiguration(name = "isthmus-service", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = -1,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(within = 1, maxReconciliations = 10)
@Singleton
public class ServiceController
    extends WatchedController<CollaborativeInferenceService, ServiceStatus> {

  ServiceController(ClusterSource source) {
    super(source.watched(CollaborativeInferenceService.class));
  }
}
