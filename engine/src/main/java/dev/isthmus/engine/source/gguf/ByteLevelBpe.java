package dev.isthmus.engine.source.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.Json;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.util.List;
import java.util.Set;

/**
 * Byte-level BPE (tokenizer.ggml.model = gpt2); {@code tokenizer.ggml.pre} names how text is split
 * before merging.
 */
final class ByteLevelBpe {

  private static final Set<String> GPT2 = Set.of("gpt-2", "phi-2", "olmo", "mpt", "jais");
  private static final Set<String> DIGITS =
      Set.of("smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b");
  private static final Set<String> LLAMA3 =
      Set.of("llama-bpe", "llama3", "llama-v3", "falcon3", "pixtral");
  private static final Set<String> QWEN2 = Set.of("qwen2", "deepseek-r1-qwen", "megrez");

  /**
   * Words with a leading other character, up to {@code digits} digits, signs, line ends, spaces.
   */
  private static final String WORDS =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}%s| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
          + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /**
   * llama.cpp's rule for files that name none better: signs apart, GPT-2's words, digits by threes.
   */
  private static final List<String> DEFAULT =
      List.of(
          "[\\p{P}\\$\\+<=>\\^~\\|]+",
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)",
          "\\p{N}+",
          "[0-9][0-9][0-9]");

  private ByteLevelBpe() {}

  static void fill(ObjectNode root, Metadata metadata, GgufVocabulary vocabulary) {
    List<String> merges = metadata.list("tokenizer.ggml.merges", String.class);
    if (merges.isEmpty()) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_TOKENIZER,
          metadata.file() + ": tokenizer.ggml.merges is missing; byte-level BPE needs its merges.");
    }
    String pre = metadata.text("tokenizer.ggml.pre", "");
    ObjectNode model = GgufTokenizer.bpe(root, vocabulary);
    model.putNull("unk_token");
    model
        .put("fuse_unk", false)
        .put("byte_fallback", false)
        .put("ignore_merges", LLAMA3.contains(pre));
    ArrayNode pairs = model.putArray("merges");
    merges.forEach(pairs::add);
    if (QWEN2.contains(pre)) {
      root.putObject("normalizer").put("type", "NFC");
    } else {
      root.putNull("normalizer");
    }
    root.set("pre_tokenizer", split(pre, metadata));
    root.set("decoder", byteLevel(true));
    GgufTokenizer.beginOfText(root, metadata, vocabulary, LLAMA3.contains(pre));
  }

  private static ObjectNode split(String pre, Metadata metadata) {
    if (GPT2.contains(pre)) {
      return byteLevel(true);
    }
    ObjectNode sequence = Json.newObject().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("pretokenizers");
    if (DIGITS.contains(pre)) {
      steps.addObject().put("type", "Digits").put("individual_digits", true);
      steps.add(byteLevel(true));
    } else if (LLAMA3.contains(pre) || QWEN2.contains(pre)) {
      split(steps, WORDS.replace("%s", LLAMA3.contains(pre) ? "{1,3}" : ""));
      steps.add(byteLevel(false));
    } else if (pre.equals("default")) {
      DEFAULT.forEach(regex -> split(steps, regex));
      steps.add(byteLevel(false));
    } else {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_TOKENIZER,
          metadata.file()
              + ": tokenizer.ggml.pre is \""
              + pre
              + "\"; its way to split text is not known, so its ids would be wrong. Use the model's safetensors"
              + " files with their tokenizer.json.");
    }
    return sequence;
  }

  private static void split(ArrayNode steps, String regex) {
    ObjectNode split = steps.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", regex);
    split.put("behavior", "Isolated").put("invert", false);
  }

  private static ObjectNode byteLevel(boolean regex) {
    return Json.newObject()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", regex);
  }
}
