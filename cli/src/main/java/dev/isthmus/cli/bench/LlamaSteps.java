package dev.isthmus.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Steps of llama.cpp on the same file, timed by our script in a Python that has llama-cpp-python.
 *
 * @param version of llama-cpp-python
 * @param millis median by rows of the window
 */
record LlamaSteps(String version, Map<Integer, Double> millis) {

  /**
   * @throws CliException where the script fails, with its last line
   */
  static LlamaSteps measure(
      String python, Path gguf, int threads, int context, int repeats, List<Integer> rows)
      throws InterruptedException {
    try {
      Path script = Files.createTempFile("llama_steps", ".py");
      Path errors = Files.createTempFile("llama_steps", ".err");
      try (InputStream in = LlamaSteps.class.getResourceAsStream("llama_steps.py")) {
        Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        Process process =
            new ProcessBuilder(
                    python,
                    script.toString(),
                    gguf.toString(),
                    Integer.toString(threads),
                    Integer.toString(context),
                    Integer.toString(repeats),
                    rows.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .redirectError(errors.toFile())
                .start();
        String out =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
          List<String> lines = Files.readAllLines(errors);
          throw new CliException(
              "llama.cpp could not be timed: "
                  + (lines.isEmpty() ? "no message" : lines.get(lines.size() - 1)));
        }
        return read(out.substring(out.lastIndexOf('\n') + 1));
      } finally {
        Files.deleteIfExists(script);
        Files.deleteIfExists(errors);
      }
    } catch (IOException e) {
      throw new CliException(python + " cannot be run: " + e.getMessage(), e);
    }
  }

  private static LlamaSteps read(String json) throws IOException {
    JsonNode result = Json.read(json);
    Map<Integer, Double> millis = new TreeMap<>();
    result
        .path("steps")
        .properties()
        .forEach(
            step ->
                millis.put(
                    Integer.valueOf(step.getKey()), step.getValue().path("median_ms").asDouble()));
    return new LlamaSteps(result.path("version").asText(), millis);
  }
}
