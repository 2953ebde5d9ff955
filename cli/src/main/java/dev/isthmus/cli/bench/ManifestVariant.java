package dev.isthmus.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.crds.site.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A manifest with other settings, written beside a bench's files. */
final class ManifestVariant {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final List<JsonNode> documents;

  private ManifestVariant(List<JsonNode> documents) {
    this.documents = documents;
  }

  static ManifestVariant of(Path manifest) {
    try (MappingIterator<JsonNode> found =
        YAML.readerFor(JsonNode.class).readValues(Files.readString(manifest))) {
      List<JsonNode> documents = new ArrayList<>();
      found.forEachRemaining(documents::add);
      return new ManifestVariant(documents);
    } catch (IOException e) {
      throw new CliException(manifest + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Every service's verifiers get one precision, such as Int8. */
  ManifestVariant precision(String precision) {
    return services(spec -> spec.withObject("/target").put("precision", precision));
  }

  /** Where every service's drafts come from. */
  ManifestVariant drafts(DraftKind kind) {
    return services(
        spec -> {
          ObjectNode draft = spec.withObject("/draft");
          draft.put("promptLookup", kind != DraftKind.MODEL);
          if (kind == DraftKind.LOOKUP) {
            draft.remove("model");
          }
        });
  }

  /** How long every service's streams wait for a verifier. */
  ManifestVariant patience(String duration) {
    return services(spec -> spec.withObject("/offline").put("after", duration));
  }

  /** No service is cut into stages by hand. */
  ManifestVariant whole() {
    return services(spec -> spec.remove("partition"));
  }

  /** No service has its experts apart from its layers. */
  ManifestVariant withoutExperts() {
    return services(spec -> spec.remove("experts"));
  }

  /** Every service has its experts apart, each at so many homes. */
  ManifestVariant experts(int homes) {
    return services(
        spec -> spec.withObject("/experts").put("minHomes", homes).put("hotHomes", homes));
  }

  /** Every package's files come from one place. */
  ManifestVariant model(String uri) {
    return specs(
        "ModelPackage",
        spec -> {
          ObjectNode source = spec.withObject("/source");
          source.removeAll();
          source.put("uri", uri);
        });
  }

  /** Every pool of a cloud site has so many nodes. */
  ManifestVariant cloudNodes(int count) {
    return sites(
        "Cloud",
        spec -> spec.path("pools").forEach(pool -> ((ObjectNode) pool).put("replicas", count)));
  }

  /** Every node of a cloud site gets so many cores. */
  ManifestVariant cloudCpus(int cpus) {
    return cloudResources(resources -> resources.put("cpu", cpus));
  }

  /** Every node of a cloud site gets so much memory for weights and KV, such as 512Mi. */
  ManifestVariant cloudMemory(String memory) {
    return cloudResources(resources -> resources.put("memory", memory));
  }

  private ManifestVariant cloudResources(Consumer<ObjectNode> change) {
    return sites(
        "Cloud",
        spec -> {
          for (JsonNode pool : spec.path("pools")) {
            change.accept(((ObjectNode) pool).withObject("/resources"));
          }
        });
  }

  /** What goes between edge sites and the others. */
  ManifestVariant edgeTransport(Transport transport) {
    return sites(
        "Edge", spec -> spec.put("transport", transport == Transport.KAFKA ? "Kafka" : "Grpc"));
  }

  private ManifestVariant sites(String tier, Consumer<ObjectNode> change) {
    return specs(
        "Site",
        spec -> {
          if (spec.path("tier").asText().equals(tier)) {
            change.accept(spec);
          }
        });
  }

  private ManifestVariant services(Consumer<ObjectNode> change) {
    return specs("CollaborativeInferenceService", change);
  }

  private ManifestVariant specs(String kind, Consumer<ObjectNode> change) {
    for (JsonNode document : documents) {
      if (document.path("kind").asText().equals(kind)) {
        change.accept((ObjectNode) document.path("spec"));
      }
    }
    return this;
  }

  Path write(Path folder, String name) {
    Path file = folder.resolve(name + ".yaml");
    try {
      Files.createDirectories(folder);
      try (SequenceWriter writer = YAML.writer().writeValues(file.toFile())) {
        for (JsonNode document : documents) {
          writer.write(document);
        }
      }
      return file;
    } catch (IOException e) {
      throw new CliException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
