package dev.isthmus.operator.source.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.operator.source.folder.Mutations.Mutation;
import dev.isthmus.testkit.kube.KubeApiServer;
import dev.isthmus.testkit.kube.KubeBinaries;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder and a real API server with strict validation take and refuse the same documents. */
class ServerVerdictIT {

  private static final Path SAMPLES = Path.of("..", "k8s", "samples");
  private static final Path OLD_SAMPLES =
      Path.of("..", "crds", "src", "test", "resources", "samples");
  private static final int MUTATIONS = 200;

  @TempDir static Path folder;
  private static KubeApiServer server;
  private static KubernetesClient client;
  private final Admission admission = new Admission();

  @BeforeAll
  static void start() {
    server = KubeApiServer.start(KubeBinaries.ofThisBuild(), folder);
    client = server.client();
    server.define();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void everySampleOfThisAndOfEarlierVersionsIsTakenByBoth() {
    List<Document> samples =
        Stream.of(SAMPLES, OLD_SAMPLES).flatMap(at -> documents(at).stream()).toList();
    assertThat(samples).hasSizeGreaterThan(10);
    assertThat(samples)
        .allSatisfy(
            sample -> {
              assertThat(server(sample.content())).as(sample.source()).isEmpty();
              assertThat(folder(sample.content())).as(sample.source()).isEmpty();
            });
  }

  @Test
  void mutationsOfEverySampleGetTheSameVerdictFromBoth() {
    List<Document> samples = documents(SAMPLES);
    List<String> files = samples.stream().map(Document::file).distinct().toList();
    List<Mutation> mutations =
        files.stream()
            .flatMap(
                file -> mutations(samples.stream().filter(s -> s.file().equals(file)).toList()))
            .toList();
    List<Optional<String>> servers =
        mutations.parallelStream().map(mutation -> server(mutation.document())).toList();
    List<String> differences =
        IntStream.range(0, mutations.size())
            .mapToObj(i -> difference(mutations.get(i), servers.get(i)))
            .flatMap(Optional::stream)
            .toList();
    assertThat(mutations).hasSize(MUTATIONS * files.size());
    assertThat(differences).isEmpty();
  }

  private static Stream<Mutation> mutations(List<Document> samples) {
    SplittableRandom random = new SplittableRandom(samples.get(0).file().hashCode());
    Mutations mutations = new Mutations(random);
    return IntStream.range(0, MUTATIONS)
        .mapToObj(i -> mutations.of(samples.get(random.nextInt(samples.size())).content()));
  }

  private Optional<String> difference(Mutation mutation, Optional<String> server) {
    Optional<String> folder = folder(mutation.document());
    return server.isPresent() == folder.isPresent()
        ? Optional.empty()
        : Optional.of(
            "%s: the server %s, the folder %s"
                .formatted(
                    mutation.what(),
                    server.map(message -> "refuses: " + message).orElse("takes it"),
                    folder.map(message -> "refuses: " + message).orElse("takes it")));
  }

  /** What the API server says against a document. */
  private Optional<String> server(JsonNode document) {
    Class<? extends HasMetadata> type = admission.type(document.path("kind").asText());
    String place = Namespaced.class.isAssignableFrom(type) ? "namespaces/default/" : "";
    try {
      client.raw(
          "/apis/isthmus.dev/v1alpha1/"
              + place
              + HasMetadata.getPlural(type)
              + "?dryRun=All&fieldValidation=Strict",
          "POST",
          document);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isIn(400, 422);
      assertThat(e.getMessage()).isNotBlank();
      return Optional.of(e.getMessage());
    }
  }

  /** What the folder source says against a document. */
  private Optional<String> folder(JsonNode document) {
    return admission.admit(document, null) instanceof Verdict.Refused refused
        ? Optional.of(refused.causes().toString())
        : Optional.empty();
  }

  private static List<Document> documents(Path at) {
    return new Manifests(at)
        .read().documents().stream()
            .filter(document -> document.content() instanceof ObjectNode)
            .filter(document -> document.text("/apiVersion").startsWith("isthmus.dev/"))
            .toList();
  }
}
