package dev.isthmus.crds.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.condition.ConditionStatus;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.Draft;
import dev.isthmus.crds.service.Offline;
import dev.isthmus.crds.service.OfflineMode;
import dev.isthmus.crds.service.ServiceSpec;
import dev.isthmus.crds.service.ServiceStatus;
import dev.isthmus.crds.service.ServiceSummary;
import dev.isthmus.crds.service.SiteSelector;
import dev.isthmus.crds.site.Pool;
import dev.isthmus.crds.site.PoolResources;
import dev.isthmus.crds.site.RouterSpec;
import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.SiteSpec;
import dev.isthmus.crds.site.Tier;
import dev.isthmus.crds.site.Transport;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  @TempDir Path root;
  private StateFolder folder;

  @BeforeEach
  void open() {
    folder = new StateFolder(root);
  }

  @Test
  void aServiceComesBackWithItsStatus() throws IOException {
    CollaborativeInferenceService service = new CollaborativeInferenceService();
    service.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("default")
            .withName("chat")
            .withUid("u-1")
            .withGeneration(3L)
            .build());
    service.setSpec(
        new ServiceSpec(
            "smollm2",
            null,
            null,
            null,
            new Draft("smollm2-draft", true, new SiteSelector(Tier.EDGE, Map.of("zone", "b"))),
            null,
            new Offline(OfflineMode.EDGE_ONLY, "5s"),
            null,
            null));
    service.setStatus(
        new ServiceStatus(
            3L,
            "chat-1",
            1,
            "http://127.0.0.1:8080",
            "isthmus.dev/site in (cloud)",
            new ServiceSummary("cloud", null, "1/1"),
            List.of(),
            List.of(),
            List.of(
                new Condition(
                    "Ready",
                    ConditionStatus.TRUE,
                    3L,
                    "2026-01-01T00:00:00Z",
                    "Serving",
                    "2 roles serve"))));

    folder.write(service);

    CollaborativeInferenceService read =
        folder.get(CollaborativeInferenceService.class, "default", "chat").orElseThrow();
    assertThat(read.getSpec()).isEqualTo(service.getSpec());
    assertThat(read.getStatus()).isEqualTo(service.getStatus());
    assertThat(read.getMetadata()).isEqualTo(service.getMetadata());
    assertThat(root.resolve("collaborativeinferenceservices/default/chat.yaml")).exists();
    assertThat(Files.readString(root.resolve("collaborativeinferenceservices/default/chat.yaml")))
        .doesNotContain("null");
  }

  @Test
  void sitesHaveNoNamespaceAndKeepTheirQuantities() {
    Site site = new Site();
    site.setMetadata(new ObjectMetaBuilder().withName("cloud").build());
    site.setSpec(
        new SiteSpec(
            Tier.CLOUD,
            "127.0.0.1:7000",
            Transport.GRPC,
            false,
            List.of(),
            List.of(),
            List.of(
                new Pool(
                    "cpu",
                    2,
                    new PoolResources(new Quantity("1Gi"), new Quantity("2"), null),
                    null,
                    null,
                    null)),
            new RouterSpec(1)));

    folder.write(site);

    assertThat(folder.list(Site.class))
        .hasSize(1)
        .first()
        .satisfies(
            read -> {
              assertThat(read.getSpec()).isEqualTo(site.getSpec());
              assertThat(read.getSpec().pools().get(0).resources().memory().getNumericalAmount())
                  .isEqualByComparingTo(BigDecimal.valueOf(1L << 30));
            });
    assertThat(folder.get(Site.class, null, "edge")).isEmpty();
    folder.delete(site);
    assertThat(folder.list(Site.class)).isEmpty();
  }

  @Test
  void theLongestNameThatKubernetesKnowsIsKept() {
    ModelPackage longest = new ModelPackage();
    longest.setMetadata(
        new ObjectMetaBuilder().withNamespace("default").withName("n".repeat(253)).build());
    ModelPackage shorter = new ModelPackage();
    shorter.setMetadata(
        new ObjectMetaBuilder().withNamespace("default").withName("n".repeat(200)).build());

    folder.write(longest);
    folder.write(shorter);

    assertThat(folder.list(ModelPackage.class))
        .extracting(model -> model.getMetadata().getName().length())
        .containsExactlyInAnyOrder(253, 200);
    assertThat(folder.get(ModelPackage.class, "default", "n".repeat(253))).isPresent();
    folder.delete(longest);
    assertThat(folder.list(ModelPackage.class)).hasSize(1);
  }

  @Test
  void refusalsAreKeptWithTheirReasonsAndNothingIsLeftOfHalfWrittenFiles() throws IOException {
    RefusedDocument refused =
        new RefusedDocument(
            "a.yaml#2",
            "Site",
            null,
            "edge",
            List.of(
                new RefusedDocument.Cause(
                    "spec.tier",
                    "Unsupported value: \"Fog\": supported values: \"Cloud\", \"Edge\"")));

    folder.writeRefused(List.of(refused));

    assertThat(folder.refused()).containsExactly(refused);
    assertThat(refused.oneLine())
        .isEqualTo(
            "a.yaml#2: Site edge is refused: spec.tier: Unsupported value: \"Fog\": supported values: \"Cloud\", \"Edge\"");
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files).containsExactly(root.resolve("refused.yaml"));
    }
  }
}
