package dev.isthmus.engine.source.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SentencePiece BPE (tokenizer.ggml.model = llama). It has scores and no merges: any two neighbours
 * whose text together is a piece may merge, the best score first, so the merges are all such pairs
 * in the order of the merged piece's score.
 */
final class SentencePieceBpe {

  private static final String SPACE = "\u2581";

  private record Merge(String left, String right, double score, int leftId, int rightId) {}

  private SentencePieceBpe() {}

  static void fill(ObjectNode root, Metadata metadata, GgufVocabulary vocabulary) {
    boolean prefix = metadata.flag("tokenizer.ggml.add_space_prefix", true);
    ObjectNode model = GgufTokenizer.bpe(root, vocabulary);
    String unknown = vocabulary.text("tokenizer.ggml.unknown_token_id");
    model.put("unk_token", unknown.isEmpty() ? "<unk>" : unknown);
    model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
    ArrayNode pairs = model.putArray("merges");
    for (Merge merge : merges(metadata, vocabulary)) {
      pairs.addArray().add(merge.left()).add(merge.right());
    }
    ArrayNode normalizers = sequence(root.putObject("normalizer"), "normalizers");
    if (prefix) {
      normalizers.addObject().put("type", "Prepend").put("prepend", SPACE);
    }
    replace(normalizers.addObject(), " ", SPACE);
    root.putNull("pre_tokenizer");
    ArrayNode decoders = sequence(root.putObject("decoder"), "decoders");
    replace(decoders.addObject(), SPACE, " ");
    decoders.addObject().put("type", "ByteFallback");
    decoders.addObject().put("type", "Fuse");
    if (prefix) {
      decoders.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
    }
    GgufTokenizer.beginOfText(root, metadata, vocabulary, true);
  }

  private static List<Merge> merges(Metadata metadata, GgufVocabulary vocabulary) {
    List<Double> scores = metadata.list("tokenizer.ggml.scores", Double.class);
    List<String> tokens = vocabulary.tokens();
    if (scores.size() != tokens.size()) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_TOKENIZER,
          metadata.file()
              + ": has "
              + tokens.size()
              + " tokens and "
              + scores.size()
              + " scores; a"
              + " SentencePiece tokenizer needs one for each.");
    }
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (vocabulary.type(id) == 1) {
        ids.put(tokens.get(id), id);
      }
    }
    List<Merge> merges = new ArrayList<>();
    ids.forEach((piece, id) -> addSplits(piece, scores.get(id), ids, merges));
    merges.sort(
        Comparator.comparingDouble((Merge merge) -> -merge.score())
            .thenComparingInt(Merge::leftId)
            .thenComparingInt(Merge::rightId));
    return merges;
  }

  private static void addSplits(
      String piece, double score, Map<String, Integer> ids, List<Merge> merges) {
    for (int at = piece.offsetByCodePoints(0, 1);
        at < piece.length();
        at = piece.offsetByCodePoints(at, 1)) {
      Integer left = ids.get(piece.substring(0, at));
      Integer right = ids.get(piece.substring(at));
      if (left != null && right != null) {
        merges.add(new Merge(piece.substring(0, at), piece.substring(at), score, left, right));
      }
    }
  }

  private static ArrayNode sequence(ObjectNode node, String steps) {
    return node.put("type", "Sequence").putArray(steps);
  }

  private static void replace(ObjectNode node, String from, String to) {
    node.put("type", "Replace").put("content", to).putObject("pattern").put("String", from);
  }
}
