package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.workload.AgentPools;
import dev.isthmus.operator.workload.WorkloadSettings;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** A StatefulSet for each pool of a site. */
@KubernetesDependent(
    informer =
        @Informer(
            namespaces = Constants.WATCH_CURRENT_NAMESPACE,
            labelSelector = "app.kubernetes.io/part-of=isthmus,isthmus.dev/site"))
@Singleton
public class PoolSets extends SiteDependents<StatefulSet> {

  private final AgentPools form;

  PoolSets(WorkloadSettings settings) {
    super(StatefulSet.class);
    form = new AgentPools(settings);
  }

  @Override
  Stream<StatefulSet> wanted(Site site) {
    return form.of(site).stream();
  }
}
