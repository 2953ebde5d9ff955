package dev.isthmus.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.operator.workload.WorkloadSettings.SecretKey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodFormTest {

  private static final WorkloadSettings SETTINGS =
      new WorkloadSettings(
          "isthmus",
          "agent",
          "router",
          "Always",
          Optional.empty(),
          Optional.empty(),
          List.of("registry"),
          Optional.of(new SecretKey("cluster-ca-cert", "ca.crt")));

  private final PodForm form = new PodForm(SETTINGS, "edge");

  private SecretKeySelector secret(String variable) {
    Container container = form.container("agent", "agent", List.of()).build();
    return container.getEnv().stream()
        .filter(it -> it.getName().equals(variable))
        .map(EnvVar::getValueFrom)
        .map(from -> from.getSecretKeyRef())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theBrokersAuthorityComesFromItsSecret() {
    assertThat(secret("KAFKA_SSL_TRUSTSTORE_CERTIFICATES"))
        .isEqualTo(new SecretKeySelector("ca.crt", "cluster-ca-cert", false));
  }

  @Test
  void theSitesIdentityComesFromTheKeysOfAKafkaUsersSecretWhereItHasThem() {
    assertThat(secret("KAFKA_SASL_JAAS_CONFIG"))
        .isEqualTo(new SecretKeySelector("sasl.jaas.config", "isthmus-site-edge", true));
    assertThat(secret("KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN"))
        .isEqualTo(new SecretKeySelector("user.crt", "isthmus-site-edge", true));
    assertThat(secret("KAFKA_SSL_KEYSTORE_KEY"))
        .isEqualTo(new SecretKeySelector("user.key", "isthmus-site-edge", true));
  }

  @Test
  void imagesArePulledByTheSecretsThatAreNamed() {
    PodSpec pod = form.pod(form.container("agent", "agent", List.of()).build(), 30).build();
    assertThat(pod.getImagePullSecrets()).containsExactly(new LocalObjectReference("registry"));
  }
}
