package dev.isthmus.testkit.kube;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;

/**
 * The way to an API server.
 *
 * @param url of its API
 * @param certificate that it shows; it makes the file itself at its start
 * @param folder for kubeconfig files
 */
record KubeAccess(String url, Path certificate, Path folder) {

  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  /** The caller closes it. */
  KubernetesClient client(KubeUser user) {
    Config config = Config.fromKubeconfig(text(user));
    config.setNamespace("default");
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** A file whose context names no namespace, as those of new clusters do not. */
  Path kubeconfig(KubeUser user) {
    Path file = folder.resolve(user.name().replace(':', '-') + ".kubeconfig");
    try {
      return Files.writeString(file, text(user));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalStateException where it is not ready by then
   */
  void awaitReady(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the API server is not ready after " + limit + "; its log is in " + folder);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean isReady() {
    if (!Files.exists(certificate)) {
      return false;
    }
    try (KubernetesClient client = client(KubeUser.ADMIN)) {
      return "ok".equals(client.raw("/readyz"))
          && client.namespaces().withName("default").get() != null;
    } catch (KubernetesClientException e) {
      return false; // not yet listening, or not yet ready
    }
  }

  private String text(KubeUser user) {
    try {
      String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate));
      return Serialization.asYaml(
          new ConfigBuilder()
              .withApiVersion("v1")
              .withKind("Config")
              .addNewCluster()
              .withName("test")
              .withNewCluster()
              .withServer(url)
              .withCertificateAuthorityData(authority)
              .endCluster()
              .endCluster()
              .addNewUser()
              .withName(user.name())
              .withNewUser()
              .withToken(user.token())
              .endUser()
              .endUser()
              .addNewContext()
              .withName("test")
              .withNewContext()
              .withCluster("test")
              .withUser(user.name())
              .endContext()
              .endContext()
              .withCurrentContext("test")
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
