package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.workload.SiteRouters;
import dev.isthmus.operator.workload.WorkloadSettings;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** The Deployment of a site's routers. */
@KubernetesDependent(
    informer =
        @Informer(
            namespaces = Constants.WATCH_CURRENT_NAMESPACE,
            labelSelector = "app.kubernetes.io/part-of=isthmus,isthmus.dev/site"))
@Singleton
public class RouterDeployments extends SiteDependents<Deployment> {

  private final SiteRouters form;

  RouterDeployments(WorkloadSettings settings) {
    super(Deployment.class);
    form = new SiteRouters(settings);
  }

  @Override
  Stream<Deployment> wanted(Site site) {
    return form.deployment(site).stream();
  }
}
