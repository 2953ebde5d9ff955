package dev.isthmus.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * One source of truth. {@code -Disthmus.k8s.write=true} writes the files instead of comparing them.
 */
class ShippedFilesIT {

  private static final boolean WRITE = Boolean.getBoolean("isthmus.k8s.write");

  @Test
  void whatIsMadeFromTheChartIsUpToDate() throws IOException {
    Map<Path, String> parts = ShippedFiles.parts();
    for (Map.Entry<Path, String> file : parts.entrySet()) {
      compare(Tool.K8S.resolve(file.getKey()), file.getValue());
    }
    for (Path file : ShippedFiles.list(Chart.FOLDER.resolve("files").resolve("dashboards"))) {
      assertThat(parts).containsKey(Tool.K8S.relativize(file));
    }
    compare(Tool.K8S.resolve("install.yaml"), ShippedFiles.install());
  }

  @Test
  void theOverlayOfOneClusterGivesTheObjectsOfTheChart() {
    Map<String, ObjectNode> chart =
        Manifests.byName(Manifests.read(Chart.template("trialBroker.enabled=true")));
    Map<String, ObjectNode> overlay =
        Manifests.byName(Manifests.read(ShippedFiles.singleCluster()));
    overlay.keySet().removeIf(name -> name.matches("(CustomResourceDefinition|Namespace)/.*"));
    // the hash of the settings; kustomize hashes names instead, which a fixed name has not
    chart.values().forEach(ShippedFilesIT::placeless);
    overlay.values().forEach(ShippedFilesIT::placeless);

    assertThat(overlay).isEqualTo(chart);
  }

  private static void placeless(ObjectNode object) {
    ((ObjectNode) object.get("metadata")).remove("namespace");
    if (object.at("/spec/template/metadata") instanceof ObjectNode pod) {
      pod.remove("annotations");
    }
  }

  @Test
  void theChartsVersionIsTheProjects() throws IOException {
    String parent = Files.readString(Tool.K8S.resolve(Path.of("..", "pom.xml")));
    String version = parent.replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");

    assertThat(Chart.FOLDER.resolve("Chart.yaml"))
        .content()
        .contains("\nappVersion: " + version.toLowerCase() + "\n")
        .contains("\nversion: " + version.replace("-SNAPSHOT", "") + "\n");
  }

  private static void compare(Path file, String expected) throws IOException {
    if (WRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertThat(file).as("%s; -Disthmus.k8s.write=true writes it", file).hasContent(expected);
  }
}
