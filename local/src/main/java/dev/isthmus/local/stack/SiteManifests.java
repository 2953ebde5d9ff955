package dev.isthmus.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.isthmus.crds.folder.ManifestFiles;
import dev.isthmus.crds.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sites of a manifest, as far as starting their processes needs them. Whether a document is
 * right in every field is the operator's to say.
 */
final class SiteManifests {

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private SiteManifests() {}

  /**
   * @param manifest a file of YAML or JSON, or a folder of them
   * @throws StackException with one line for a person
   */
  static List<Site> read(Path manifest) {
    if (!Files.exists(manifest)) {
      throw new StackException(manifest + ": there is no such file or folder");
    }
    List<Site> sites = new ArrayList<>();
    for (Path file : files(manifest)) {
      sites.addAll(sites(file));
    }
    if (sites.isEmpty()) {
      throw new StackException(
          manifest + " has no Site; k8s/samples/quickstart.yaml shows what one looks like");
    }
    return sites;
  }

  private static List<Site> sites(Path file) {
    List<Site> sites = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(Files.readString(file))) {
      while (documents.hasNextValue()) {
        for (JsonNode resource : ManifestFiles.resources(documents.nextValue())) {
          if (resource.path("kind").asText().equals("Site")) {
            sites.add(site(file, resource));
          }
        }
      }
    } catch (JsonProcessingException e) {
      throw new StackException(file + " cannot be read as YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new StackException(file + " cannot be read: " + e.getMessage(), e);
    }
    return sites;
  }

  private static Site site(Path file, JsonNode document) throws JsonProcessingException {
    Site site = YAML.treeToValue(document, Site.class);
    if (site.getMetadata() == null || site.getMetadata().getName() == null) {
      throw new StackException(file + ": a Site has no metadata.name");
    }
    if (site.getSpec() == null || site.getSpec().tier() == null) {
      throw new StackException(
          "%s: Site %s has no spec.tier; it is Cloud or Edge"
              .formatted(file, site.getMetadata().getName()));
    }
    return site;
  }

  private static List<Path> files(Path manifest) {
    try {
      return ManifestFiles.at(manifest);
    } catch (IOException e) {
      throw new StackException(manifest + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
