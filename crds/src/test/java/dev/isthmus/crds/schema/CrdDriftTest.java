package dev.isthmus.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code -Disthmus.crds.write=true} writes the files instead of comparing them. */
class CrdDriftTest {

  private static final Path FOLDER = Path.of("..", "k8s", "crds");

  @Test
  void theCommittedDefinitionsAreThoseOfTheClasses() throws IOException {
    Map<String, String> generated = CrdGeneration.generate();
    if (Boolean.getBoolean("isthmus.crds.write")) {
      Files.createDirectories(FOLDER);
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
      }
    }
    Map<String, String> committed = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        committed.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(committed.keySet()).isEqualTo(generated.keySet());
    generated.forEach((name, text) -> assertThat(committed.get(name)).as(name).isEqualTo(text));
  }
}
