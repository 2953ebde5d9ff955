package dev.isthmus.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -Disthmus.crds.write=true} writes the page instead of comparing it. */
class CrdReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "crds.md");

  @Test
  void theCommittedPageIsThatOfTheDefinitions() throws IOException {
    String generated = CrdReference.of(CrdGeneration.generate());
    if (Boolean.getBoolean("isthmus.crds.write")) {
      Files.writeString(PAGE, generated);
    }
    assertThat(PAGE).hasContent(generated);
  }
}
