package dev.isthmus.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image's tar, read.
 *
 * @param config the process' part of it
 * @param files every entry of every layer, by path
 */
record BuiltImage(JsonNode config, String name, Map<String, TarArchiveEntry> files) {

  static BuiltImage read(Path tar) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, byte[]> parts = new TreeMap<>();
    try (InputStream in = Files.newInputStream(tar);
        TarArchiveInputStream entries = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry; (entry = entries.getNextEntry()) != null; ) {
        parts.put(entry.getName(), entries.readAllBytes());
      }
    }
    JsonNode manifest = json.readTree(parts.get("manifest.json")).get(0);
    Map<String, TarArchiveEntry> files = new TreeMap<>();
    for (JsonNode layer : manifest.get("Layers")) {
      byte[] packed = parts.get(layer.asText());
      try (TarArchiveInputStream entries =
          new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
        for (TarArchiveEntry entry; (entry = entries.getNextEntry()) != null; ) {
          files.put("/" + entry.getName(), entry);
        }
      }
    }
    return new BuiltImage(
        json.readTree(parts.get(manifest.get("Config").asText())).get("config"),
        manifest.get("RepoTags").get(0).asText(),
        files);
  }
}
