package dev.isthmus.operator.source.folder;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One resource of the manifests.
 *
 * @param file relative to the manifests' folder
 * @param number of the resource in its file, from 1
 */
record Document(String file, int number, JsonNode content) {

  String source() {
    return file + "#" + number;
  }

  /** A text field by its path, null where there is none. */
  String text(String pointer) {
    JsonNode node = content.at(pointer);
    return node.isTextual() ? node.asText() : null;
  }
}
