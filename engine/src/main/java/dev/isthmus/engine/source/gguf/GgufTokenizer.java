package dev.isthmus.engine.source.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.Json;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;

/**
 * Turns the tokenizer in GGUF metadata into the tokenizer.json that it was made from, as far as ids
 * go.
 */
final class GgufTokenizer {

  private GgufTokenizer() {}

  static byte[] tokenizerJson(Metadata metadata) {
    GgufVocabulary vocabulary = GgufVocabulary.of(metadata);
    String model = metadata.text("tokenizer.ggml.model", "");
    ObjectNode root = Json.newObject();
    root.put("version", "1.0");
    root.putNull("truncation");
    root.putNull("padding");
    addedTokens(root.putArray("added_tokens"), vocabulary);
    switch (model) {
      case "gpt2" -> ByteLevelBpe.fill(root, metadata, vocabulary);
      case "llama" -> SentencePieceBpe.fill(root, metadata, vocabulary);
      default ->
          throw new ModelRefusedException(
              Reason.UNSUPPORTED_TOKENIZER,
              metadata.file()
                  + ": tokenizer.ggml.model is \""
                  + model
                  + "\"; gpt2 and llama are read.");
    }
    return Json.bytes(root);
  }

  private static void addedTokens(ArrayNode added, GgufVocabulary vocabulary) {
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      long type = vocabulary.type(id);
      if (type == GgufVocabulary.CONTROL
          || type == GgufVocabulary.USER_DEFINED
          || type == GgufVocabulary.UNKNOWN) {
        added
            .addObject()
            .put("id", id)
            .put("content", vocabulary.tokens().get(id))
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", type != GgufVocabulary.USER_DEFINED);
      }
    }
  }

  /** The part of the model that both kinds share: ids by text. */
  static ObjectNode bpe(ObjectNode root, GgufVocabulary vocabulary) {
    ObjectNode model = root.putObject("model");
    model.put("type", "BPE");
    model.putNull("dropout");
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    ObjectNode ids = model.putObject("vocab");
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      ids.put(vocabulary.tokens().get(id), id);
    }
    return model;
  }

  /** Begin-of-text before the text where the file asks for it, and nothing else. */
  static void beginOfText(
      ObjectNode root, Metadata metadata, GgufVocabulary vocabulary, boolean otherwise) {
    String bos = vocabulary.text("tokenizer.ggml.bos_token_id");
    if (!metadata.flag("tokenizer.ggml.add_bos_token", otherwise) || bos.isEmpty()) {
      root.putNull("post_processor");
      return;
    }
    ObjectNode template = root.putObject("post_processor").put("type", "TemplateProcessing");
    ArrayNode single = template.putArray("single");
    special(single.addObject(), bos);
    sequence(single.addObject(), "A");
    ArrayNode pair = template.putArray("pair");
    special(pair.addObject(), bos);
    sequence(pair.addObject(), "A");
    sequence(pair.addObject(), "B");
    ObjectNode token = template.putObject("special_tokens").putObject(bos);
    token.put("id", bos);
    token.putArray("ids").add(metadata.integer("tokenizer.ggml.bos_token_id", 0));
    token.putArray("tokens").add(bos);
  }

  private static void special(ObjectNode piece, String token) {
    piece.putObject("SpecialToken").put("id", token).put("type_id", 0);
  }

  private static void sequence(ObjectNode piece, String name) {
    piece.putObject("Sequence").put("id", name).put("type_id", 0);
  }
}
