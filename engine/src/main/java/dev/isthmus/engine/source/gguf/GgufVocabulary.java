package dev.isthmus.engine.source.gguf;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.util.List;

/**
 * The token list of a GGUF file.
 *
 * @param types ggml's token types: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte
 */
record GgufVocabulary(Metadata metadata, List<String> tokens, List<Long> types) {

  static final long UNKNOWN = 2;
  static final long CONTROL = 3;
  static final long USER_DEFINED = 4;

  static GgufVocabulary of(Metadata metadata) {
    List<String> tokens = metadata.list("tokenizer.ggml.tokens", String.class);
    if (tokens.isEmpty()) {
      throw new ModelRefusedException(
          Reason.TOKENIZER_MISSING,
          metadata.file()
              + ": has no tokenizer.ggml.tokens; a model without its tokenizer cannot be served.");
    }
    List<Long> types = metadata.list("tokenizer.ggml.token_type", Long.class);
    if (!types.isEmpty() && types.size() != tokens.size()) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          metadata.file()
              + ": has "
              + tokens.size()
              + " tokens and "
              + types.size()
              + " token types.");
    }
    return new GgufVocabulary(metadata, tokens, types);
  }

  long type(int id) {
    return types.isEmpty() ? 1 : types.get(id);
  }

  /** The text of the token whose id a metadata value holds, or "". */
  String text(String key) {
    long id = metadata.integer(key, -1);
    return id >= 0 && id < tokens.size() ? tokens.get((int) id) : "";
  }
}
