package dev.isthmus.cli.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.crds.folder.ManifestFiles;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command needs to know of a manifest before anything runs. Whether it is right in every
 * field is the operator's to say.
 *
 * @param models to be fetched
 * @param services {@code namespace/name}, to be waited for
 * @param poolBytes memory that all nodes of all pools together may use
 */
public record Manifest(Path path, List<Model> models, List<String> services, long poolBytes) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /**
   * @param digest "sha256:<hex>" or empty
   */
  public record Model(String name, String uri, String digest) {}

  public Manifest {
    models = List.copyOf(models);
    services = List.copyOf(services);
  }

  /**
   * @param path a file of YAML or JSON, or a folder of them
   * @throws CliException where it cannot be read
   */
  public static Manifest read(Path path) {
    if (!Files.exists(path)) {
      throw new CliException(path + ": there is no such file or folder");
    }
    List<Model> models = new ArrayList<>();
    List<String> services = new ArrayList<>();
    long bytes = 0;
    for (JsonNode document : documents(path)) {
      switch (document.path("kind").asText()) {
        case "ModelPackage" -> models.add(model(document));
        case "CollaborativeInferenceService" -> services.add(name(document));
        case "Site" -> bytes += poolBytes(document.path("spec").path("pools"));
        default -> {
          // the operator refuses what it does not know, by name
        }
      }
    }
    return new Manifest(path, models, services, bytes);
  }

  private static Model model(JsonNode document) {
    JsonNode source = document.path("spec").path("source");
    return new Model(
        document.path("metadata").path("name").asText(),
        source.path("uri").asText(),
        source.path("digest").asText());
  }

  private static String name(JsonNode document) {
    JsonNode metadata = document.path("metadata");
    return metadata.path("namespace").asText("default") + "/" + metadata.path("name").asText();
  }

  private static long poolBytes(JsonNode pools) {
    long bytes = 0;
    for (JsonNode pool : pools) {
      String memory = pool.path("resources").path("memory").asText();
      if (!memory.isEmpty()) {
        bytes +=
            pool.path("replicas").asLong(1)
                * Quantity.getAmountInBytes(Quantity.parse(memory)).longValue();
      }
    }
    return bytes;
  }

  private static List<JsonNode> documents(Path path) {
    List<JsonNode> documents = new ArrayList<>();
    for (Path file : files(path)) {
      try {
        documents.addAll(documents(file.toString(), Files.readString(file)));
      } catch (IOException e) {
        throw new CliException(file + " cannot be read: " + e.getMessage(), e);
      }
    }
    return documents;
  }

  /**
   * All that stands in a text of YAML.
   *
   * @param name of the text, for what is said where it is none
   * @throws CliException where it is none
   */
  public static List<JsonNode> documents(String name, String text) {
    try (MappingIterator<JsonNode> found = YAML.readerFor(JsonNode.class).readValues(text)) {
      return found.readAll().stream()
          .flatMap(document -> ManifestFiles.resources(document).stream())
          .toList();
    } catch (IOException | RuntimeException e) {
      throw new CliException(name + " cannot be read as YAML: " + e.getMessage(), e);
    }
  }

  /** All that stands in it, as it stands there. */
  public List<JsonNode> documents() {
    return documents(path);
  }

  private static List<Path> files(Path path) {
    try {
      return ManifestFiles.at(path);
    } catch (IOException e) {
      throw new CliException(path + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
