package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.SiteStatus;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;

/** Sites: their pools and routers as workloads, their status from the control loop. */
@Workflow(
    dependents = {
      @Dependent(type = PoolSets.class),
      @Dependent(type = RouterDeployments.class),
      @Dependent(type = RouterServices.class)
    })
@ControllerConfiguration(name = "isthmus-site", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = -1,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(within = 1, maxReconciliations = 10)
@Singleton
public class SiteController extends WatchedController<Site, SiteStatus> {

  SiteController(ClusterSource source) {
    super(source.watched(Site.class));
  }
}
