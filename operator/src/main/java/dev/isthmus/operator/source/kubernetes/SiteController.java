package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.SiteStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

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
@ApplicationScoped
public class SiteController implements Reconciler<Site> {

  private final Watched<Site, SiteStatus> watched;

  SiteController(ClusterSource source) {
    watched = source.watched(Site.class);
  }

  @Override
  public List<EventSource<?, Site>> prepareEventSources(EventSourceContext<Site> context) {
    return watched.eventSources(context);
  }

  @Override
  public UpdateControl<Site> reconcile(Site resource, Context<Site> context) {
    return watched.reconcile(resource);
  }
}
