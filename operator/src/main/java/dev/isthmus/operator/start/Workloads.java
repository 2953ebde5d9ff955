package dev.isthmus.operator.start;

import dev.isthmus.operator.workload.WorkloadSettings;
import dev.isthmus.operator.workload.WorkloadSettings.SecretKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;

/** What the pods of sites are made of, from the settings. */
@ApplicationScoped
class Workloads {

  @Produces
  WorkloadSettings settings(OperatorSettings settings, KubernetesClient client) {
    OperatorSettings.Workload given = settings.workload();
    return new WorkloadSettings(
        client.getNamespace(),
        given.agentImage(),
        given.routerImage(),
        given.pullPolicy(),
        given.serviceAccount(),
        given.configMap(),
        given.pullSecrets().orElse(List.of()),
        given.caSecret().map(secret -> new SecretKey(secret, given.caKey())),
        given.tls());
  }
}
