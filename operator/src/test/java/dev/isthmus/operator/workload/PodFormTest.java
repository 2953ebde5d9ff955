package dev.isthmus.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isthmus.operator.workload.WorkloadSettings.SecretKey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.VolumeMount;
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
          Optional.of(new SecretKey("cluster-ca-cert", "ca.crt")),
          true);

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
  void gRPCIsSecuredByTheCertificateOfTheSite() {
    Container container = form.container("agent", "agent", List.of()).build();
    PodSpec pod = form.pod(container, 30).build();

    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("tls"))
        .extracting(volume -> volume.getSecret().getSecretName())
        .containsExactly("isthmus-site-edge-tls");
    assertThat(container.getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("tls"))
        .extracting(VolumeMount::getMountPath, VolumeMount::getReadOnly)
        .containsExactly(tuple("/etc/isthmus/tls/", true));
    assertThat(container.getEnv())
        .filteredOn(variable -> variable.getName().startsWith("ISTHMUS_TLS"))
        .extracting(EnvVar::getName, EnvVar::getValue)
        .containsExactly(
            tuple("ISTHMUS_TLS_CA", "/etc/isthmus/tls/ca.crt"),
            tuple("ISTHMUS_TLS_CERT", "/etc/isthmus/tls/tls.crt"),
            tuple("ISTHMUS_TLS_KEY", "/etc/isthmus/tls/tls.key"));
  }

  @Test
  void imagesArePulledByTheSecretsThatAreNamed() {
    PodSpec pod = form.pod(form.container("agent", "agent", List.of()).build(), 30).build();
    assertThat(pod.getImagePullSecrets()).containsExactly(new LocalObjectReference("registry"));
  }
}
