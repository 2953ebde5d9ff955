package dev.isthmus.k8s;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is made from something else in this repository: the text that each file ought to have. */
final class ShippedFiles {

  private static final String HEAD = "# Made by ShippedFilesIT. Do not edit.\n";
  private static final String BROKER = "isthmus-broker";

  private ShippedFiles() {}

  /** Path below k8s/ to text, of everything but install.yaml, which is made from these. */
  static Map<Path, String> parts() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    Path inChart = Path.of("helm", "isthmus", "files");
    files.put(
        inChart.resolve("alerts.yaml"),
        Files.readString(Tool.K8S.resolve("alerts").resolve("isthmus.rules.yaml")));
    for (Path dashboard : list(Tool.K8S.resolve("dashboards"))) {
      files.put(
          inChart.resolve("dashboards").resolve(dashboard.getFileName()),
          Files.readString(dashboard));
    }
    files.put(
        Path.of("base", "isthmus.yaml"), rendered(false, "kafka.bootstrapServers=kafka:9092"));
    files.put(
        Path.of("overlays", "single-cluster", "broker.yaml"),
        rendered(true, "trialBroker.enabled=true"));
    files.put(
        Path.of("overlays", "strimzi", "topics.yaml"), HEAD + StrimziTopics.of("cloud", "edge"));
    return files;
  }

  /** What a person applies beside the definitions, to try Isthmus in one cluster. */
  static String install() {
    List<ObjectNode> objects = Manifests.read(singleCluster());
    objects.removeIf(object -> object.get("kind").asText().equals("CustomResourceDefinition"));
    return HEAD + Manifests.write(objects);
  }

  static String singleCluster() {
    return Tool.kubectl()
        .run("kustomize", Tool.K8S.resolve(Path.of("overlays", "single-cluster")).toString());
  }

  private static String rendered(boolean broker, String... settings) {
    List<ObjectNode> objects = new ArrayList<>();
    for (ObjectNode object : Manifests.read(Chart.template(settings))) {
      if (object.at("/metadata/name").asText().equals(BROKER) == broker) {
        objects.add(Manifests.withoutTool(object));
      }
    }
    return HEAD + Manifests.write(objects);
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
