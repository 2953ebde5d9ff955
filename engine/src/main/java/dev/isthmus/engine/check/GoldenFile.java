package dev.isthmus.engine.check;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.text.ChatTemplate.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a golden.json: that of the small fixtures ({@code input_ids}, {@code logits_last}, {@code
 * chat}, {@code tokenizer}), or that of a real model ({@code prompt_ids}, {@code margins}, {@code
 * logprobs}, a rendered prompt in each case).
 */
public final class GoldenFile {

  private final Path file;
  private final List<Golden.Case> cases = new ArrayList<>();
  private final List<Golden.Chat> chats = new ArrayList<>();
  private final List<Golden.Text> texts = new ArrayList<>();

  private GoldenFile(Path file) {
    this.file = file;
  }

  /**
   * @throws ModelRefusedException NOT_FOUND or MALFORMED, naming the file and the field
   */
  public static Golden read(Path file) {
    GoldenFile golden = new GoldenFile(file);
    golden.read(golden.json());
    return new Golden(golden.cases, golden.chats, golden.texts);
  }

  private void read(JsonNode root) {
    for (JsonNode node : array(root, "cases")) {
      if (node.has("input_ids")) {
        fixtureCase(node);
      } else {
        modelCase(node);
      }
    }
    if (root.has("chat")) {
      chat(root.get("chat"));
    }
    for (JsonNode node : root.path("tokenizer")) {
      JsonNode decoded = node.path("decoded");
      texts.add(
          new Golden.Text(
              text(node, "text"),
              ints(node, "ids"),
              decoded.isTextual() ? decoded.asText() : null));
    }
  }

  private void fixtureCase(JsonNode node) {
    double[] logits = numbers(node, "logits_last");
    float[] floats = new float[logits.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) logits[i];
    }
    cases.add(
        new Golden.Case(
            name(text(node, "prompt")),
            ints(node, "input_ids"),
            floats,
            ints(node, "greedy_ids"),
            null,
            null));
  }

  private void modelCase(JsonNode node) {
    int[] prompt = ints(node, "prompt_ids");
    String name = node.has("text") ? name(text(node, "text")) : "case " + cases.size();
    cases.add(
        new Golden.Case(
            name,
            prompt,
            null,
            ints(node, "greedy_ids"),
            node.has("margins") ? numbers(node, "margins") : null,
            node.has("logprobs") ? numbers(node, "logprobs") : null));
    if (node.has("rendered")) {
      String rendered = text(node, "rendered");
      texts.add(new Golden.Text(rendered, prompt, null));
      if (node.path("kind").asText().equals("chat")) {
        chats.add(
            new Golden.Chat(name, List.of(new Message("user", text(node, "text"))), rendered));
      }
    }
  }

  private void chat(JsonNode node) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : array(node, "messages")) {
      messages.add(new Message(text(message, "role"), text(message, "content")));
    }
    chats.add(new Golden.Chat("chat", messages, text(node, "rendered")));
  }

  private JsonNode json() {
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new ModelRefusedException(
          Reason.MALFORMED, file + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelRefusedException(
          Reason.NOT_FOUND, file + " cannot be read; it holds the reference outputs", e);
    }
  }

  private JsonNode array(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw malformed(field, "a list");
    }
    return value;
  }

  private String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw malformed(field, "a string");
    }
    return value.asText();
  }

  private int[] ints(JsonNode node, String field) {
    int[] values = new int[array(node, field).size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(field).get(i);
      if (!value.isInt()) {
        throw malformed(field, "a list of token ids");
      }
      values[i] = value.asInt();
    }
    return values;
  }

  private double[] numbers(JsonNode node, String field) {
    double[] values = new double[array(node, field).size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(field).get(i);
      if (!value.isNumber()) {
        throw malformed(field, "a list of numbers");
      }
      values[i] = value.asDouble();
    }
    return values;
  }

  private ModelRefusedException malformed(String field, String expected) {
    return new ModelRefusedException(
        Reason.MALFORMED, file + ": " + field + " is not " + expected + "; no known golden.json");
  }

  private static String name(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= 32 ? line : line.substring(0, 31) + "…";
  }
}
