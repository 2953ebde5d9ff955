package dev.isthmus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.isthmus.cli.settings.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestVariantTest {

  private static final Path QUICKSTART = Path.of("../k8s/samples/quickstart.yaml");

  @TempDir Path folder;

  private static JsonNode find(Path manifest, String kind) throws IOException {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    List<JsonNode> documents = new ArrayList<>();
    yaml.readerFor(JsonNode.class)
        .<JsonNode>readValues(Files.readString(manifest))
        .forEachRemaining(documents::add);
    return documents.stream()
        .filter(it -> it.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aVariantChangesWhatWasAskedAndKeepsTheRest() throws IOException {
    Path variant =
        ManifestVariant.of(QUICKSTART)
            .precision("Int8")
            .drafts(DraftKind.LOOKUP)
            .cloudCpus(2)
            .write(folder, "v");
    JsonNode spec = find(variant, "CollaborativeInferenceService").path("spec");
    assertThat(spec.path("target").path("precision").asText()).isEqualTo("Int8");
    assertThat(spec.path("target").path("replicas").asInt()).isEqualTo(1);
    assertThat(spec.path("draft").path("promptLookup").asBoolean()).isTrue();
    assertThat(spec.path("draft").has("model")).isFalse();
    assertThat(find(variant, "Site").at("/spec/pools/0/resources/cpu").asInt()).isEqualTo(2);
    assertThat(Manifest.read(variant).services()).containsExactly("default/chat");
  }

  @Test
  void draftsOfTheModelAloneLookNothingUp() throws IOException {
    Path variant = ManifestVariant.of(QUICKSTART).drafts(DraftKind.MODEL).write(folder, "v");
    JsonNode draft = find(variant, "CollaborativeInferenceService").at("/spec/draft");
    assertThat(draft.path("promptLookup").asBoolean()).isFalse();
    assertThat(draft.path("model").asText()).isEqualTo("smollm2-draft");
  }
}
