package dev.isthmus.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.isthmus.cli.terminal.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A copy of a kubeconfig whose current context is the one that was asked for. */
final class OwnKubeconfig {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final List<String> FILES =
      List.of("certificate-authority", "client-certificate", "client-key", "tokenFile");

  private OwnKubeconfig() {}

  /**
   * Writes it for this user alone; files that it names by a relative path are found from it too.
   */
  static void write(Path kubeconfig, String context, Path to) {
    try {
      JsonNode tree = YAML.readTree(Files.readString(kubeconfig));
      ((ObjectNode) tree).put("current-context", context);
      Path folder = kubeconfig.toAbsolutePath().getParent();
      tree.path("clusters").forEach(it -> absolute(it.path("cluster"), folder));
      tree.path("users").forEach(it -> absolute(it.path("user"), folder));
      Files.createDirectories(to.getParent());
      Files.deleteIfExists(to);
      Files.createFile(
          to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(to, YAML.writeValueAsString(tree));
    } catch (IOException e) {
      throw new CliException(to + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static void absolute(JsonNode settings, Path folder) {
    if (settings instanceof ObjectNode fields) {
      for (String name : FILES) {
        if (fields.hasNonNull(name)) {
          fields.put(name, folder.resolve(fields.get(name).asText()).toString());
        }
      }
    }
  }
}
