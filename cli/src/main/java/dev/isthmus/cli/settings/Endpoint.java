package dev.isthmus.cli.settings;

import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the API of a running instance is. */
public final class Endpoint {

  private Endpoint() {}

  /**
   * @param given what the person said, null where nothing
   * @throws CliException where nothing was said and nothing runs
   */
  public static URI of(URI given, Path instance) {
    if (given != null) {
      return given;
    }
    try {
      String endpoint =
          Json.read(Files.readString(instance.resolve("instance.json"))).path("endpoint").asText();
      if (!endpoint.isEmpty()) {
        return URI.create(endpoint);
      }
    } catch (IOException e) {
      // none was started here, which the next line says
    }
    throw new CliException(
        "no Isthmus runs from " + instance + "; start one with isthmus up, or name one with --url");
  }
}
