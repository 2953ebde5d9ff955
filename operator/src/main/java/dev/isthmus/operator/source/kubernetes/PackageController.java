package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.ModelPackageStatus;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;

/** Packages: the facts that a node found come back as status. */
@ControllerConfiguration(name = "isthmus-package", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = -1,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(within = 1, maxReconciliations = 10)
@Singleton
public class PackageController extends WatchedController<ModelPackage, ModelPackageStatus> {

  PackageController(ClusterSource source) {
    super(source.watched(ModelPackage.class));
  }
}
