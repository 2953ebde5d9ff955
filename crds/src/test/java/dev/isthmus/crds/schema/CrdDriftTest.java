package dev.isthmus.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Disthmus.crds.write=true} writes the files instead of comparing them. */
class CrdDriftTest {

  private static final Path K8S = Path.of("..", "k8s");

  /** Helm and Kustomize take no files from outside of their own folders. */
  @ParameterizedTest
  @ValueSource(strings = {"crds", "helm/isthmus/crds", "base/crds"})
  void theCommittedDefinitionsAreThoseOfTheClasses(String place) throws IOException {
    Path folder = K8S.resolve(place);
    Map<String, String> generated = CrdGeneration.generate();
    if (Boolean.getBoolean("isthmus.crds.write")) {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    }
    Map<String, String> committed = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        committed.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(committed.keySet()).isEqualTo(generated.keySet());
    generated.forEach((name, text) -> assertThat(committed.get(name)).as(name).isEqualTo(text));
  }
}
