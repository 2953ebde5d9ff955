package dev.isthmus.operator.source.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.folder.RefusedDocument.Cause;
import dev.isthmus.crds.schema.CrdFiles;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.fleet.World;
import dev.isthmus.operator.source.folder.Mutations.Mutation;
import dev.isthmus.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the schema takes of a broken sample, the operator answers by a condition, and comes to rest.
 */
class TakenMutationsTest {

  private static final Path SAMPLES = Path.of("..", "k8s", "samples");
  private static final int MUTATIONS = 200;
  private static final long GIB = 1L << 30;

  private static final Map<Class<?>, JSONSchemaProps> SCHEMAS =
      CrdFiles.RESOURCES.stream()
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  type ->
                      CrdFiles.read(type)
                          .getSpec()
                          .getVersions()
                          .get(0)
                          .getSchema()
                          .getOpenAPIV3Schema()));

  private final ObjectMapper json = new ObjectMapper();
  private final Admission admission = new Admission();

  @TempDir Path root;

  TakenMutationsTest() {
    new KubernetesSerialization(json, false);
  }

  static Stream<String> samples() {
    return new Manifests(SAMPLES).read().documents().stream().map(Document::file).distinct();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatTheSchemaTakesIsAnsweredByACondition(String sample) {
    List<JsonNode> documents =
        new Manifests(SAMPLES.resolve(sample))
            .read().documents().stream().map(Document::content).toList();
    SplittableRandom random = new SplittableRandom(sample.hashCode());
    Mutations mutations = new Mutations(random);
    int taken = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      int which = random.nextInt(documents.size());
      Mutation mutation = mutations.of(documents.get(which));
      if (admission.admit(mutation.document(), null) instanceof Verdict.Admitted) {
        List<JsonNode> changed = new ArrayList<>(documents);
        changed.set(which, mutation.document());
        answers(root.resolve(sample + i), changed, sample + " " + mutation.what());
        taken++;
      }
    }
    assertThat(taken).isPositive();
  }

  private void answers(Path folder, List<JsonNode> documents, String what) {
    World world = new World(folder);
    documents.stream()
        .filter(document -> is(document, "Site"))
        .forEach(site -> people(world, site));
    world.manifest(
        "all.yaml",
        documents.stream().map(JsonNode::toString).collect(Collectors.joining("\n---\n")));
    try {
      world.settle();
      int written = world.assignmentsWritten + world.routesWritten + world.statusesWritten;
      world.pass(Duration.ofSeconds(10));
      assertThat(world.assignmentsWritten + world.routesWritten + world.statusesWritten)
          .as(what)
          .isEqualTo(written);
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    CrdFiles.RESOURCES.forEach(
        type -> world.folder().list(type).forEach(resource -> stored(resource, what)));
    assertThat(world.folder().list(CollaborativeInferenceService.class))
        .as(what)
        .allSatisfy(TakenMutationsTest::isAnswered);
  }

  private static boolean is(JsonNode document, String kind) {
    return document.path("kind").asText().equals(kind);
  }

  private static void people(World world, JsonNode site) {
    String name = site.at("/metadata/name").asText();
    world.router(name + "-router-0", name);
    for (JsonNode pool : site.at("/spec/pools")) {
      for (int i = 0; i < Math.max(1, Math.min(8, pool.path("replicas").asInt(1))); i++) {
        String node = name + "-" + pool.path("name").asText() + "-" + i;
        world.agent(node, name, GIB).of(pool.path("name").asText());
      }
    }
  }

  private static void isAnswered(CollaborativeInferenceService service) {
    assertThat(service.getStatus()).isNotNull();
    for (String type :
        List.of(
            "ModelReady", "NodesAvailable", "Planned", "Placed", "Serving", "Ready", "Degraded")) {
      Condition condition = service.getStatus().condition(type).orElseThrow();
      assertThat(Reason.valueOf(condition.reason())).isNotNull();
      assertThat(condition.message()).isNotBlank();
    }
  }

  /** An API server would take what the operator wrote. */
  private void stored(HasMetadata resource, String what) {
    ObjectNode object = json.valueToTree(resource);
    List<Cause> causes =
        new ArrayList<>(
            MetadataCheck.check(
                object.path("metadata"), resource.getMetadata().getNamespace() != null));
    object.remove(List.of("apiVersion", "kind", "metadata"));
    causes.addAll(SchemaCheck.check("", object, SCHEMAS.get(resource.getClass())));
    assertThat(causes)
        .as("%s: %s %s", what, resource.getKind(), resource.getMetadata().getName())
        .isEmpty();
  }
}
