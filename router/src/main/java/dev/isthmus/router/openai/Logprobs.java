package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.text.Tokenizer;
import dev.isthmus.protocol.v1.Alternative;
import dev.isthmus.router.session.Delta;
import dev.isthmus.router.session.Piece;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes log probabilities in both of OpenAI's shapes. */
final class Logprobs {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final char INCOMPLETE = '\uFFFD';

  private final Tokenizer tokenizer;

  Logprobs(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** {@code {content: [{token, logprob, bytes, top_logprobs}]}}. */
  ObjectNode chat(List<Delta> deltas) {
    ArrayNode content = JSON.arrayNode();
    for (Delta delta : deltas) {
      for (Piece piece : delta.pieces()) {
        ObjectNode entry = entry(piece.token().getId(), piece.token().getLogprob());
        ArrayNode top = entry.putArray("top_logprobs");
        for (Alternative alternative : piece.token().getAlternativesList()) {
          top.add(entry(alternative.getId(), alternative.getLogprob()));
        }
        content.add(entry);
      }
    }
    ObjectNode logprobs = JSON.objectNode();
    logprobs.set("content", content);
    return logprobs.putNull("refusal");
  }

  /** {@code {tokens, token_logprobs, top_logprobs, text_offset}}. */
  ObjectNode legacy(List<Delta> deltas) {
    ObjectNode logprobs = JSON.objectNode();
    ArrayNode tokens = logprobs.putArray("tokens");
    ArrayNode chosen = logprobs.putArray("token_logprobs");
    ArrayNode top = logprobs.putArray("top_logprobs");
    ArrayNode offsets = logprobs.putArray("text_offset");
    for (Delta delta : deltas) {
      for (Piece piece : delta.pieces()) {
        tokens.add(text(piece.token().getId()));
        chosen.add(piece.token().getLogprob());
        ObjectNode alternatives = top.addObject();
        for (Alternative alternative : piece.token().getAlternativesList()) {
          alternatives.put(text(alternative.getId()), alternative.getLogprob());
        }
        offsets.add(piece.offset());
      }
    }
    return logprobs;
  }

  private ObjectNode entry(int id, float logprob) {
    String text = text(id);
    ObjectNode entry = JSON.objectNode().put("token", text).put("logprob", logprob);
    if (text.indexOf(INCOMPLETE) >= 0) {
      // A part of a character: its bytes cannot be told from the text.
      return entry.putNull("bytes");
    }
    ArrayNode bytes = entry.putArray("bytes");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xFF);
    }
    return entry;
  }

  private String text(int id) {
    return tokenizer.decode(new int[] {id});
  }
}
