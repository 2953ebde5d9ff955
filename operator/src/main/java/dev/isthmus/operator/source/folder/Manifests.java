package dev.isthmus.operator.source.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.isthmus.crds.folder.ManifestFiles;
import dev.isthmus.crds.folder.RefusedDocument;
import dev.isthmus.crds.folder.RefusedDocument.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The person's YAML or JSON: one file, or every one below a folder. Only read, never written. */
final class Manifests {

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, true)
              .build());

  private final Path path;

  /**
   * What was read.
   *
   * @param unreadable files that are no YAML; what they said before still holds
   */
  record Content(List<Document> documents, Set<String> unreadable, List<RefusedDocument> refused) {}

  Manifests(Path path) {
    this.path = path;
  }

  /**
   * Changes whenever a file does: names, sizes and times; "absent" where there is nothing at the
   * path.
   */
  String fingerprint() {
    if (!Files.exists(path)) {
      return "absent";
    }
    TreeMap<String, String> seen = new TreeMap<>();
    for (Path file : files()) {
      try {
        seen.put(name(file), Files.size(file) + "@" + Files.getLastModifiedTime(file));
      } catch (IOException e) {
        seen.put(name(file), "unreadable");
      }
    }
    return seen.toString();
  }

  boolean isAbsent() {
    return !Files.exists(path);
  }

  RefusedDocument absence() {
    return refused(path.toString(), "there is no such file or folder (isthmus.folder.manifests)");
  }

  Content read() {
    List<Document> documents = new ArrayList<>();
    Set<String> unreadable = new HashSet<>();
    List<RefusedDocument> refused = new ArrayList<>();
    for (Path file : files()) {
      try {
        documents.addAll(documents(file));
      } catch (JsonProcessingException e) {
        unreadable.add(name(file));
        refused.add(refused(name(file), where(e) + "this is not YAML: " + e.getOriginalMessage()));
      } catch (IOException e) {
        unreadable.add(name(file));
        refused.add(refused(name(file), "cannot be read: " + e.getMessage()));
      }
    }
    return new Content(documents, unreadable, refused);
  }

  private List<Document> documents(Path file) throws IOException {
    List<Document> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> nodes =
        YAML.readerFor(JsonNode.class).readValues(Files.readString(file))) {
      int number = 1;
      while (nodes.hasNextValue()) {
        for (JsonNode resource : ManifestFiles.resources(nodes.nextValue())) {
          documents.add(new Document(name(file), number++, resource));
        }
      }
    } catch (RuntimeJsonMappingException e) {
      throw new IOException(e.getMessage(), e);
    }
    return documents;
  }

  private List<Path> files() {
    try {
      return ManifestFiles.at(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be listed", e);
    }
  }

  private String name(Path file) {
    return Files.isDirectory(path)
        ? path.relativize(file).toString()
        : file.getFileName().toString();
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
  }

  private static RefusedDocument refused(String source, String message) {
    return new RefusedDocument(source, null, null, null, List.of(new Cause("", message)));
  }
}
