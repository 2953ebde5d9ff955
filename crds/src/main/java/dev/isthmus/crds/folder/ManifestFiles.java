package dev.isthmus.crds.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What kubectl takes for manifests. */
public final class ManifestFiles {

  private static final Set<String> ENDINGS = Set.of("yaml", "yml", "json");

  private ManifestFiles() {}

  /**
   * @param path a file, which is taken whatever its name, or a folder
   * @return the files, those of a folder in order of their names, hidden ones left out
   */
  public static List<Path> at(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).filter(ManifestFiles::isNamed).sorted().toList();
    }
  }

  private static boolean isNamed(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** The resources of a document: itself, the items of a List, or none where it is empty. */
  public static List<JsonNode> resources(JsonNode document) {
    if (document.isNull() || document.isMissingNode() || isBlank(document)) {
      return List.of();
    }
    boolean list =
        document.path("apiVersion").asText().equals("v1")
            && document.path("kind").asText().equals("List");
    return list
        ? StreamSupport.stream(document.path("items").spliterator(), false)
            .flatMap(item -> resources(item).stream())
            .toList()
        : List.of(document);
  }

  /** As Jackson gives a document of comments alone. */
  private static boolean isBlank(JsonNode document) {
    return document.isTextual() && document.textValue().isBlank();
  }
}
