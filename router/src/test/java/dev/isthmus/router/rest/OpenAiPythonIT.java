package dev.isthmus.router.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The official Python client, unchanged, from a virtual environment that is kept in target. */
@QuarkusTest
@QuarkusTestResource(RoutedWorker.class)
class OpenAiPythonIT {

  private static final String OPENAI = "openai==3.54.0";
  private static final Path VENV = Path.of("target", "openai-python").toAbsolutePath();

  @TestHTTPResource URI base;

  @Test
  void theOfficialPythonClientChatsWholeAndStreamed() throws Exception {
    Path python = python();
    Serving.await(HttpClient.newHttpClient(), base);
    Path script = Path.of(getClass().getResource("/openai_client.py").toURI());
    Run run = run(List.of(python.toString(), script.toString(), base.resolve("/v1").toString()));
    assertThat(run.code()).as(run.output()).isZero();
    assertThat(run.output()).contains("whole and streamed are equal: 12 tokens");
    assertThat(run.output()).contains("refused: frequency_penalty");
  }

  private static Path python() throws IOException, InterruptedException {
    Path python = VENV.resolve("bin").resolve("python");
    if (!Files.exists(python.resolveSibling("installed"))) {
      assumeTrue(succeeds("python3", "-m", "venv", VENV.toString()), "no Python with venv here");
      assumeTrue(
          succeeds(python.toString(), "-m", "pip", "install", "-q", OPENAI),
          "the openai package cannot be installed here");
      Files.createFile(python.resolveSibling("installed"));
    }
    return python;
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return run(List.of(command)).code() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private record Run(int code, String output) {}

  private static Run run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Run(process.waitFor(), output);
  }
}
