package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.ModelPackageStatus;
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

/** Packages: the facts that a node found come back as status. */
@ControllerConfiguration(name = "isthmus-package", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = -1,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(within = 1, maxReconciliations = 10)
@ApplicationScoped
public class PackageController implements Reconciler<ModelPackage> {

  private final Watched<ModelPackage, ModelPackageStatus> watched;

  PackageController(ClusterSource source) {
    watched = source.watched(ModelPackage.class);
  }

  @Override
  public List<EventSource<?, ModelPackage>> prepareEventSources(
      EventSourceContext<ModelPackage> context) {
    return watched.eventSources(context);
  }

  @Override
  public UpdateControl<ModelPackage> reconcile(
      ModelPackage resource, Context<ModelPackage> context) {
    return watched.reconcile(resource);
  }
}
