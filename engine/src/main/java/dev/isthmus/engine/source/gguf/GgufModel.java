package dev.isthmus.engine.source.gguf;

import dev.isthmus.engine.source.Digest;
import dev.isthmus.engine.source.ExpertTensors;
import dev.isthmus.engine.source.FileTensor;
import dev.isthmus.engine.source.ModelConfig;
import dev.isthmus.engine.source.ModelFile;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.RowOrder;
import dev.isthmus.engine.source.TemplateSource;
import dev.isthmus.engine.source.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A model in GGUF: one file, or the parts of one, whose first holds the metadata. */
public final class GgufModel implements ModelSource {

  private final List<GgufFile> parts = new ArrayList<>();
  private Map<String, FileTensor> tensors = new LinkedHashMap<>();
  private final Digest digest;
  private Metadata metadata;
  private ModelConfig config;

  private GgufModel(Digest digest) {
    this.digest = digest;
  }

  /**
   * @param path the file, or the first part of a split one
   */
  public static GgufModel open(Path path, Digest digest, ModelFile.Opener files) {
    GgufModel model = new GgufModel(digest);
    try {
      model.read(path, files);
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private void read(Path path, ModelFile.Opener files) {
    parts.add(GgufFile.open(files.open(path)));
    metadata = parts.get(0).metadata();
    for (Path part : SplitFiles.others(path, metadata)) {
      parts.add(GgufFile.open(files.open(part)));
    }
    boolean rotated = metadata.text("general.architecture", "").equals("llama");
    Set<String> names = new TreeSet<>();
    parts.forEach(
        part -> part.entries().keySet().forEach(name -> names.add(GgufNames.huggingFace(name))));
    config = GgufConfig.of(metadata, names, vocabulary());
    int headDim = config.fields().path("head_dim").asInt();
    for (GgufFile part : parts) {
      for (GgufFile.Entry entry : part.entries().values()) {
        RowOrder order =
            rotated && GgufNames.isRotated(entry.name())
                ? RowOrder.interleavedHalves(headDim(entry, headDim))
                : RowOrder.SAME;
        String name = GgufNames.huggingFace(entry.name());
        tensors.put(
            name,
            new FileTensor(name, shape(entry), entry.type(), part.file(), entry.offset(), order));
      }
    }
    tensors = ExpertTensors.apart(tensors);
  }

  /** The gate of a shared expert is one row, kept as a vector. */
  private static long[] shape(GgufFile.Entry entry) {
    return entry.name().endsWith(".ffn_gate_inp_shexp.weight") && entry.shape().length == 1
        ? new long[] {1, entry.shape()[0]}
        : entry.shape();
  }

  /** Rows are reordered head by head, so they must be whole heads. */
  private int headDim(GgufFile.Entry entry, int headDim) {
    if (headDim < 2 || headDim % 2 != 0 || entry.shape()[0] % headDim != 0) {
      throw new ModelRefusedException(
          Reason.WRONG_SHAPE,
          name()
              + ": tensor "
              + entry.name()
              + " has "
              + entry.shape()[0]
              + " rows; heads have "
              + headDim
              + ".");
    }
    return headDim;
  }

  private long vocabulary() {
    return parts.stream()
        .map(part -> part.entries().get("token_embd.weight"))
        .filter(entry -> entry != null && entry.shape().length == 2)
        .findFirst()
        .map(entry -> entry.shape()[0])
        .orElseThrow(
            () ->
                new ModelRefusedException(
                    Reason.MISSING_TENSOR, name() + ": tensor token_embd.weight is missing."));
  }

  @Override
  public String name() {
    return parts.get(0).file().path().toString();
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Set<String> tensorNames() {
    return tensors.keySet();
  }

  @Override
  public Optional<Tensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  @Override
  public byte[] tokenizerJson() {
    return GgufTokenizer.tokenizerJson(metadata);
  }

  @Override
  public Optional<TemplateSource> template() {
    if (!metadata.has("tokenizer.chat_template")) {
      return Optional.empty();
    }
    GgufVocabulary vocabulary = GgufVocabulary.of(metadata);
    return Optional.of(
        new TemplateSource(
            metadata.text("tokenizer.chat_template", ""),
            vocabulary.text("tokenizer.ggml.bos_token_id"),
            vocabulary.text("tokenizer.ggml.eos_token_id")));
  }

  @Override
  public int[] stopIds() {
    TreeSet<Integer> ids = new TreeSet<>();
    for (String key : List.of("eos", "eot", "eom")) {
      String name = "tokenizer.ggml." + key + "_token_id";
      if (metadata.has(name)) {
        ids.add(Math.toIntExact(metadata.integer(name, 0)));
      }
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String digest() {
    return digest.of(files());
  }

  @Override
  public Set<Path> files() {
    Set<Path> files = new TreeSet<>();
    parts.forEach(part -> files.add(part.file().path()));
    return files;
  }

  @Override
  public int[] headIds() {
    return null;
  }

  @Override
  public void close() {
    parts.forEach(GgufFile::close);
  }
}
