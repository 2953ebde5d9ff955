package dev.isthmus.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

  @TempDir private Path folder;

  @Test
  void theQuickstartNamesItsModelsItsServiceAndItsMemory() {
    Manifest manifest = Manifest.read(Path.of("../k8s/samples/quickstart.yaml"));
    assertThat(manifest.models())
        .extracting(Manifest.Model::name)
        .containsExactly("smollm2", "smollm2-draft");
    assertThat(manifest.models().get(0).digest()).startsWith("sha256:b179c952");
    assertThat(manifest.services()).containsExactly("default/chat");
    assertThat(manifest.poolBytes()).isEqualTo((1024L + 512) << 20);
  }

  @Test
  void aFolderIsReadInOrderOfItsFiles() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), service("second"));
    Files.writeString(folder.resolve("a.yml"), service("first"));
    Files.writeString(folder.resolve("notes.txt"), "not YAML: [");
    assertThat(Manifest.read(folder).services()).containsExactly("team/first", "team/second");
  }

  @Test
  void aListsItemsCountAndDocumentsOfCommentsDoNot() throws IOException {
    Path file = folder.resolve("all.json");
    Files.writeString(
        file,
        """
        {"apiVersion": "v1", "kind": "List", "items": [
          {"kind": "CollaborativeInferenceService", "metadata": {"name": "one"}},
          {"kind": "CollaborativeInferenceService", "metadata": {"name": "two"}}]}
        """);
    Files.writeString(folder.resolve("comments.yaml"), "# nothing\n---\n# here\n---\n");
    assertThat(Manifest.read(folder).services()).containsExactly("default/one", "default/two");
    assertThat(Manifest.read(folder).documents()).hasSize(2);
  }

  @Test
  void replicasOfAPoolCountEach() throws IOException {
    Path file = folder.resolve("site.yaml");
    Files.writeString(
        file,
        """
        kind: Site
        spec:
          pools:
            - {name: a, replicas: 3, resources: {memory: 1Gi}}
            - {name: b}
        """);
    assertThat(Manifest.read(file).poolBytes()).isEqualTo(3L << 30);
  }

  @Test
  void whatIsNoYamlIsRefusedByItsFile() throws IOException {
    Path file = folder.resolve("broken.yaml");
    Files.writeString(file, "a: [1, 2");
    assertThatThrownBy(() -> Manifest.read(file))
        .hasMessageStartingWith(file + " cannot be read as YAML");
  }

  private static String service(String name) {
    return "kind: CollaborativeInferenceService\nmetadata: {name: %s, namespace: team}\n"
        .formatted(name);
  }
}
