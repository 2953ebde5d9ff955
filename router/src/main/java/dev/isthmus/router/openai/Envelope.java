package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Delta;
import dev.isthmus.router.session.Head;
import dev.isthmus.router.session.Piece;
import java.util.List;

/** What stands around the choices of one answer. */
final class Envelope {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final AnswerShape shape;
  private final String model;
  private final boolean includeUsage;
  private final boolean showDraft;
  private final Head head;

  Envelope(AnswerShape shape, String model, boolean includeUsage, boolean showDraft, Head head) {
    this.shape = shape;
    this.model = model;
    this.includeUsage = includeUsage;
    this.showDraft = showDraft;
    this.head = head;
  }

  ObjectNode chunk(ObjectNode choice) {
    ObjectNode chunk = around(true);
    chunk.putArray("choices").add(choice);
    if (includeUsage) {
      chunk.putNull("usage");
    }
    return chunk;
  }

  ObjectNode chunk(Delta delta) {
    ObjectNode chunk = chunk(shape.chunk(delta));
    if (delta.unverified()) {
      chunk.withObject("/isthmus").put("unverified", true);
    }
    if (showDraft) {
      ArrayNode pieces = chunk.withObject("/isthmus").putArray("pieces");
      for (Piece piece : delta.pieces()) {
        pieces.addObject().put("text", piece.text()).put("accepted", piece.accepted());
      }
    }
    return chunk;
  }

  ObjectNode usageChunk(Completion completion) {
    ObjectNode chunk = around(true);
    chunk.putArray("choices");
    chunk.set("usage", usage(completion));
    return chunk;
  }

  ObjectNode whole(List<Delta> deltas, Completion completion) {
    ObjectNode answer = around(false);
    answer.putArray("choices").add(shape.whole(deltas, completion));
    answer.set("usage", usage(completion));
    ObjectNode facts = answer.putObject("isthmus");
    facts
        .put("mode", completion.mode())
        .put("reason", completion.reason())
        .put("session", head.session())
        .put("seed", head.seed())
        .put("drafted", completion.drafted())
        .put("accepted", completion.accepted())
        .put("rounds", completion.rounds())
        .put("reopenings", completion.reopenings());
    if (completion.rerouted()) {
      facts.put("rerouted", true);
    }
    return answer;
  }

  /** The figures of an SSE comment, which ordinary clients skip. */
  static String comment(Completion completion) {
    return "isthmus mode="
        + completion.mode()
        + " reason=\""
        + completion.reason().replace('"', '\'')
        + "\" drafted="
        + completion.drafted()
        + " accepted="
        + completion.accepted()
        + " rounds="
        + completion.rounds()
        + " reopenings="
        + completion.reopenings()
        + (completion.otherClass() ? " other-class=true" : "")
        + (completion.rerouted() ? " rerouted=true" : "");
  }

  private ObjectNode around(boolean chunk) {
    return JSON.objectNode()
        .put("id", shape.idPrefix() + head.session())
        .put("object", shape.object(chunk))
        .put("created", head.created())
        .put("model", model)
        .put("system_fingerprint", head.fingerprint());
  }

  private static ObjectNode usage(Completion completion) {
    ObjectNode usage =
        JSON.objectNode()
            .put("prompt_tokens", completion.promptTokens())
            .put("completion_tokens", completion.completionTokens())
            .put("total_tokens", completion.promptTokens() + completion.completionTokens());
    usage.putObject("prompt_tokens_details").put("cached_tokens", completion.cachedTokens());
    return usage;
  }
}
