package dev.isthmus.k8s.standin;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The way to the API server for pods whose service account's token would be mounted. */
record PodAccess(KubernetesClient client) {

  /**
   * Variables with which a client finds it, with the rights of the pod's service account.
   *
   * @param folder the pod's own
   */
  Map<String, String> variables(Pod pod, Path folder) throws IOException {
    if (Boolean.FALSE.equals(pod.getSpec().getAutomountServiceAccountToken())) {
      return Map.of();
    }
    String token =
        client
            .serviceAccounts()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getSpec().getServiceAccountName())
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, kubeconfig(token));
    return Map.of("KUBECONFIG", kubeconfig.toString());
  }

  private String kubeconfig(String token) {
    return Serialization.asYaml(
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .addNewCluster()
            .withName("own")
            .withNewCluster()
            .withServer(client.getConfiguration().getMasterUrl())
            .withCertificateAuthorityData(client.getConfiguration().getCaCertData())
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName("pod")
            .withNewUser()
            .withToken(token)
            .endUser()
            .endUser()
            .addNewContext()
            .withName("own")
            .withNewContext()
            .withCluster("own")
            .withUser("pod")
            .endContext()
            .endContext()
            .withCurrentContext("own")
            .build());
  }
}
