package dev.isthmus.operator.source.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.isthmus.crds.folder.RefusedDocument.Cause;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.Precision;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.Goal;
import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.Tier;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded mutations of the samples, and what is said to each. */
class AdmissionTest {

  private static final Path SAMPLES = Path.of("..", "k8s", "samples");
  private final Admission admission = new Admission();

  @ParameterizedTest
  @ValueSource(strings = {"quickstart.yaml", "two-replicas.yaml"})
  void everySampleIsTaken(String sample) {
    assertThat(documents(sample))
        .allSatisfy(
            document ->
                assertThat(admission.admit(document.content(), null))
                    .isInstanceOf(Verdict.Admitted.class));
  }

  @Test
  void aWholeNumberWithAPointIsAnIntegerAsForAnApiServer() {
    Site site =
        (Site)
            admitted(
                """
                {apiVersion: isthmus.dev/v1alpha1, kind: Site, metadata: {name: a},
                 spec: {tier: Cloud, pools: [{name: p, replicas: 2.0}]}}""");
    assertThat(site.getSpec().pools().get(0).replicas()).isEqualTo(2);
  }

  @Test
  void defaultsComeFromTheDefinitions() {
    Site site =
        (Site)
            admitted(
                """
                {apiVersion: isthmus.dev/v1alpha1, kind: Site, metadata: {name: a},
                 spec: {tier: Cloud, address: null, pools: [{name: p}]}}""");
    assertThat(site.getSpec().router().replicas()).isEqualTo(1);
    assertThat(site.getSpec().pools().get(0).replicas()).isEqualTo(1);
    assertThat(site.getSpec().cordoned()).isFalse();
    CollaborativeInferenceService service =
        (CollaborativeInferenceService)
            admitted(
                """
                {apiVersion: isthmus.dev/v1alpha1, kind: CollaborativeInferenceService, metadata: {name: a},
                 spec: {model: m, draft: {model: d}}}""");
    assertThat(service.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(service.getSpec().target().siteSelector().tier()).isEqualTo(Tier.CLOUD);
    assertThat(service.getSpec().draft().siteSelector().tier()).isEqualTo(Tier.EDGE);
    assertThat(service.getSpec().speculation().goal()).isEqualTo(Goal.LATENCY);
    assertThat(service.getSpec().speculation().maxDraftTokens()).isEqualTo(8);
    assertThat(service.getSpec().offline().after()).isEqualTo("30s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          tier: Cloud              | tier: Fog               | spec.tier                                  | Unsupported value: "Fog": supported values: "Cloud", "Edge"
          tier: Cloud              | teir: Cloud             | spec.tier                                  | Required value
          tier: Cloud              | teir: Cloud             | spec.teir                                  | unknown field "spec.teir"
          replicas: 1              | replicas: 65            | spec.pools[0].replicas                     | Invalid value: 65: spec.pools[0].replicas in body should be less than or equal to 64
          replicas: 1              | replicas: -1            | spec.pools[0].replicas                     | Invalid value: -1: spec.pools[0].replicas in body should be greater than or equal to 0
          replicas: 1              | replicas: many          | spec.pools[0].replicas                     | Invalid value: "many": spec.pools[0].replicas in body must be of type integer
          memory: 1Gi              | memory: lots            | spec.pools[0].resources.memory             | *
          memory: 1Gi              | memory: [1]             | spec.pools[0].resources.memory             | Invalid value: "array": spec.pools[0].resources.memory in body must be of type integer or string
          name: cpu                | name: a-pool-with-a-name-too-long | spec.pools[0].name               | Too long: may not be more than 20 characters
          name: cpu                | name: cpu_1             | spec.pools[0].name                         | Invalid value: "cpu_1": spec.pools[0].name in body should match '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$'
          name: cloud              | name: cloud.eu          | ``                                         | Invalid value: "object": a site's name stands in Kafka topics and node names: it must be a DNS label of at most 30 characters (a-z, 0-9 and -)
          name: cloud              | name: Cloud             | metadata.name                              | Invalid value: "Cloud": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character
          name: cloud              | nane: cloud             | metadata.name                              | Required value: name is required
          name: cloud              | nane: cloud             | metadata.nane                              | unknown field "metadata.nane"
          digest: sha256:b1        | digest: sha256:XY       | spec.source.digest                         | *
          uri: pypi                | uri: ftp                | spec.source.uri                            | *
          [Int4, Int8, Fp32]       | [Int4, Int4]            | spec.precisions[1]                         | Duplicate value: "Int4"
          [Int4, Int8, Fp32]       | []                      | spec.precisions                            | Invalid value: "array": spec.precisions in body should have at least 1 items
          [Int4, Int8, Fp32]       | [Int4, Int8, Fp32, Fp32]| spec.precisions                            | Too many: 4: must have at most 3 items
          minAgreement: 0.9        | minAgreement: 1.5       | spec.quality.minAgreement                  | Invalid value: 1.5: spec.quality.minAgreement in body should be less than or equal to 1
          model: smollm2-draft     | model: smollm2          | spec.draft.model                           | Invalid value: "smollm2": the draft must be a smaller model than the one that it drafts for, not the same
          goal: Latency            | goal: Fast              | spec.speculation.goal                      | Unsupported value: "Fast": supported values: "Capacity", "Latency"
          maxDraftTokens: 8        | maxDraftTokens: 8.5     | spec.speculation.maxDraftTokens            | Invalid value: 8.5: spec.speculation.maxDraftTokens in body must be of type integer
          promptLookup: true       | promptLookup: maybe     | spec.draft.promptLookup                    | Invalid value: "maybe": spec.draft.promptLookup in body must be of type boolean
          kind: ModelPackage       | kind: ModelBox          | ``                                         | no matches for kind "ModelBox" in version "isthmus.dev/v1alpha1"
          isthmus.dev/v1alpha1     | isthmus.dev/v2          | ``                                         | no matches for kind "Site" in version "isthmus.dev/v2"
          """)
  void aMutationIsRefusedByFieldValueAndRule(
      String original, String mutation, String field, String message) throws IOException {
    String text = Files.readString(SAMPLES.resolve("quickstart.yaml"));
    assertThat(text).contains(original);
    List<Cause> causes =
        new Manifests(write(text.replace(original, mutation)))
            .read().documents().stream()
                .map(document -> admission.admit(document.content(), null))
                .filter(Verdict.Refused.class::isInstance)
                .flatMap(verdict -> ((Verdict.Refused) verdict).causes().stream())
                .toList();
    Map<String, List<String>> byField =
        causes.stream()
            .collect(
                Collectors.groupingBy(
                    Cause::field, Collectors.mapping(Cause::message, Collectors.toList())));
    assertThat(byField).containsKey(field);
    if (!message.equals("*")) {
      assertThat(byField.get(field)).contains(message);
    }
  }

  @Test
  void aDraftNeedsAModelOrPromptLookup() {
    assertThat(
            refused(
                """
                {apiVersion: isthmus.dev/v1alpha1, kind: CollaborativeInferenceService, metadata: {name: a},
                 spec: {model: m, draft: {}}}"""))
        .containsExactly(
            new Cause(
                "spec.draft",
                "Invalid value: \"object\": a draft needs a model, promptLookup: true, or both"));
  }

  @Test
  void poolsOfOneNameAreDuplicates() {
    assertThat(
            refused(
                """
                {apiVersion: isthmus.dev/v1alpha1, kind: Site, metadata: {name: a},
                 spec: {tier: Edge, pools: [{name: p}, {name: q}, {name: p}]}}"""))
        .containsExactly(new Cause("spec.pools[2]", "Duplicate value: \"p\""));
  }

  @Test
  void aResourceWithoutSpecAndADocumentThatIsNoObjectAreRefused() {
    assertThat(refused("{apiVersion: isthmus.dev/v1alpha1, kind: Site, metadata: {name: a}}"))
        .containsExactly(new Cause("spec", "Required value"));
    assertThat(refused("[1, 2]"))
        .containsExactly(
            new Cause("", "a document must be an object with apiVersion, kind, metadata and spec"));
  }

  @Test
  void plansAreNotThePersonsToMake() {
    assertThat(
            refused(
                "{apiVersion: isthmus.dev/v1alpha1, kind: PlacementPlan, metadata: {name: a}, spec: {}}"))
        .containsExactly(new Cause("kind", "plans are made by the operator, not by manifests"));
  }

  @Test
  void enumsReadAsTheyAreWritten() {
    ModelPackage model =
        (ModelPackage)
            admitted(
                """
                {apiVersion: isthmus.dev/v1alpha1, kind: ModelPackage, metadata: {name: a},
                 spec: {source: {uri: 'file:x'}, precisions: [Int8]}}""");
    assertThat(model.getSpec().precisions()).containsExactly(Precision.INT8);
    assertThat(model.getSpec().minAgreement()).isEqualTo(0.9);
  }

  private HasMetadata admitted(String yaml) {
    Verdict verdict = admission.admit(node(yaml), null);
    assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
    return ((Verdict.Admitted) verdict).resource();
  }

  private List<Cause> refused(String yaml) {
    Verdict verdict = admission.admit(node(yaml), null);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).causes();
  }

  private static JsonNode node(String yaml) {
    try {
      return new ObjectMapper(new YAMLFactory()).readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Document> documents(String sample) {
    return new Manifests(SAMPLES.resolve(sample)).read().documents();
  }

  private static Path write(String text) throws IOException {
    Path file = Files.createTempFile("mutation", ".yaml");
    file.toFile().deleteOnExit();
    return Files.writeString(file, text);
  }
}
