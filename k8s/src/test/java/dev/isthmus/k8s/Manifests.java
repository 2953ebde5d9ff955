package dev.isthmus.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts of several YAML documents. */
final class Manifests {

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .build());

  private Manifests() {}

  static List<ObjectNode> read(String text) {
    try {
      List<ObjectNode> documents = new ArrayList<>();
      for (JsonNode document :
          YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll()) {
        if (document.isObject()) {
          documents.add((ObjectNode) document);
        }
      }
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String write(List<ObjectNode> documents) {
    StringBuilder text = new StringBuilder();
    for (ObjectNode document : documents) {
      try {
        text.append(YAML.writeValueAsString(document));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }

  /** By kind and name, without what says which tool made them. */
  static Map<String, ObjectNode> byName(List<ObjectNode> documents) {
    Map<String, ObjectNode> named = new TreeMap<>();
    for (ObjectNode document : documents) {
      named.put(
          document.get("kind").asText() + "/" + document.at("/metadata/name").asText(),
          withoutTool(document));
    }
    return named;
  }

  static ObjectNode withoutTool(ObjectNode document) {
    ObjectNode plain = document.deepCopy();
    if (plain.at("/metadata/labels") instanceof ObjectNode labels) {
      labels.remove("helm.sh/chart");
      labels.remove("app.kubernetes.io/managed-by");
    }
    return plain;
  }
}
