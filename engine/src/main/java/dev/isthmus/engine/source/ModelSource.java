package dev.isthmus.engine.source;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A model on disk: named tensors by file range, its configuration, its text files. Nothing is read
 * whole. Tensor names are Hugging Face's ({@code model.layers.0.self_attn.q_proj.weight}), whatever
 * the file calls them, and rows are in Hugging Face's order (GGUF's rotary permutation is undone).
 */
public interface ModelSource extends AutoCloseable {

  /** Where it was opened from, for messages. */
  String name();

  /** Configuration in Hugging Face's words, transformers 5 dialect, whatever the file's own. */
  ModelConfig config();

  Set<String> tensorNames();

  /** The tensor of that name, or empty. */
  Optional<Tensor> tensor(String name);

  /** {@code tokenizer.json} of the model: its own file, or derived from GGUF metadata. */
  byte[] tokenizerJson();

  /**
   * Chat template, bos/eos text and what else the template sees; empty where the model has none.
   */
  Optional<TemplateSource> template();

  /**
   * Ids that end a generation (config, generation_config, the tokenizer's end-of-turn), ascending.
   */
  int[] stopIds();

  /**
   * "sha256:&lt;hex&gt;" over the model's files in a fixed order; computed once and remembered
   * beside the file's stamp.
   */
  String digest();

  /** The files that it consists of. */
  Set<Path> files();

  /** The token ids that the head scores, ascending, or null where it scores all. */
  int[] headIds();

  @Override
  void close();
}
