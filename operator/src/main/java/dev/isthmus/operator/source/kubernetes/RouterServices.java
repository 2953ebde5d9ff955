package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.workload.SiteRouters;
import dev.isthmus.operator.workload.WorkloadSettings;
import io.fabric8.kubernetes.api.model.Service;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** The Service of a site's routers. */
@KubernetesDependent(
    informer =
        @Informer(
            namespaces = Constants.WATCH_CURRENT_NAMESPACE,
            labelSelector = "app.kubernetes.io/part-of=isthmus,isthmus.dev/site"))
@Singleton
public class RouterServices extends SiteDependents<Service> {

  private final SiteRouters form;

  RouterServices(WorkloadSettings settings) {
    super(Service.class);
    form = new SiteRouters(settings);
  }

  @Override
  Stream<Service> wanted(Site site) {
    return form.service(site).stream();
  }
}
