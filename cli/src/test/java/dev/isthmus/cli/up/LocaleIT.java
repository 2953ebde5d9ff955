package dev.isthmus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocaleIT {

  private static final Path ISTHMUS = Path.of("../isthmus").toAbsolutePath().normalize();

  @TempDir Path folder;

  /** The shell writes the name, since this JVM may be in that locale itself. */
  @Test
  void namesBeyondAsciiAreReadInALocaleThatKnowsNone() throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    String command = "LC_ALL=C exec \"$0\" plan -f \"$(printf 'w\\303\\244rme.yaml')\"";
    Process plan =
        new ProcessBuilder("sh", "-c", command, ISTHMUS.toString())
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(plan.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(plan.exitValue()).isEqualTo(1);
    assertThat(errors).content().contains("wärme.yaml").doesNotContain("unmappable");
  }
}
