package dev.isthmus.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.crds.site.Site;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeApiServerIT {

  private static final ResourceDefinitionContext SITES =
      ResourceDefinitionContext.fromResourceType(Site.class);
  private static final KubeUser NOBODY = KubeUser.serviceAccount("default", "nobody");

  @TempDir static Path folder;
  private static KubeApiServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    server = KubeApiServer.start(KubeBinaries.ofThisBuild(), folder, NOBODY);
    client = server.client();
    server.define();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void whatWasWrittenIsReadAfterAKillAndAReturn() {
    client.resource(site("kept", "tier: Cloud")).create();
    server.kill();
    server.restart();
    assertThat(client.genericKubernetesResources(SITES).withName("kept").get()).isNotNull();
  }

  @Test
  void anUnknownFieldIsRefusedByName() {
    assertThatThrownBy(
            () ->
                client
                    .resource(site("odd", "tier: Cloud\n  teir: Edge"))
                    .fieldValidation(FieldValidateable.Validation.STRICT)
                    .create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("unknown field \"spec.teir\"");
  }

  @Test
  void aUserWithoutARoleMayReadNothing() {
    try (KubernetesClient nobody = server.client(NOBODY)) {
      assertThatThrownBy(() -> nobody.genericKubernetesResources(SITES).list())
          .hasMessageContaining("system:serviceaccount:default:nobody");
    }
    assertThat(server.auditLog()).content().contains("system:serviceaccount:default:nobody");
  }

  private static GenericKubernetesResource site(String name, String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: isthmus.dev/v1alpha1
        kind: Site
        metadata:
          name: %s
        spec:
          %s
        """
            .formatted(name, spec),
        GenericKubernetesResource.class);
  }
}
