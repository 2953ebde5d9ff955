package dev.isthmus.engine.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A small model over another's embeddings: {@code composed.json} names the base, a file of layers,
 * and the ids that the head scores (FR-Spec, 2502.14856). Embedding, tokenizer, template and stop
 * ids are the base's own.
 */
final class ComposedModel implements ModelSource {

  static final String MANIFEST = "composed.json";

  private static final String EMBEDDING = "model.embed_tokens.weight";

  private final Path folder;
  private final ModelSource base;
  private final SafetensorsFile layers;
  private final ModelConfig config;
  private final int[] headIds;
  private final Path headFile;
  private final Digest digest;

  private ComposedModel(
      Path folder, ModelSource base, SafetensorsFile layers, Path headFile, Digest digest) {
    this.folder = folder;
    this.base = base;
    this.layers = layers;
    this.config = ConfigDialect.read(folder.resolve("config.json"));
    this.headFile = headFile;
    this.headIds = headFile == null ? null : headIds(headFile, config);
    this.digest = digest;
  }

  static ComposedModel open(Path folder, Digest digest, ModelSources.Resolver resolver) {
    ObjectNode manifest = Json.file(folder.resolve(MANIFEST));
    String uri = manifest.path("base").path("uri").asText("");
    if (uri.isEmpty() || !manifest.path("layers").isTextual()) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          folder.resolve(MANIFEST)
              + ": needs base.uri and layers, the names of what it is composed of.");
    }
    Path basePath;
    try {
      basePath = resolver.resolve(uri, manifest.path("base").path("digest").asText(""));
    } catch (IOException e) {
      throw new ModelRefusedException(
          Reason.FETCH_FAILED,
          folder.resolve(MANIFEST) + ": base " + uri + ": " + e.getMessage(),
          e);
    }
    ModelSource base = ModelSources.open(basePath, digest, resolver);
    SafetensorsFile layers = null;
    try {
      checkBase(folder, base, manifest.path("base").path("digest").asText(""));
      layers =
          SafetensorsFile.open(
              ModelFile.Opener.WHOLE.open(folder.resolve(manifest.path("layers").asText())));
      JsonNode head = manifest.path("headIds");
      return new ComposedModel(
          folder, base, layers, head.isTextual() ? folder.resolve(head.asText()) : null, digest);
    } catch (RuntimeException e) {
      if (layers != null) {
        layers.close();
      }
      base.close();
      throw e;
    }
  }

  /** Layers learned over one base's embeddings mean nothing over another's. */
  private static void checkBase(Path folder, ModelSource base, String wanted) {
    if (!wanted.isEmpty() && !wanted.equals(base.digest())) {
      throw new ModelRefusedException(
          Reason.WRONG_DIGEST,
          folder.resolve(MANIFEST)
              + ": base "
              + base.name()
              + " has digest "
              + base.digest()
              + "; it needs "
              + wanted
              + ". It is another model than the one that this was made for.");
    }
  }

  private static int[] headIds(Path file, ModelConfig config) {
    JsonNode list = Json.list(file);
    int vocabulary = config.fields().path("vocab_size").asInt();
    int[] ids = new int[list.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = list.get(i).asInt(-1);
      if (ids[i] < 0 || ids[i] >= vocabulary || i > 0 && ids[i] <= ids[i - 1]) {
        throw new ModelRefusedException(
            Reason.MALFORMED,
            file.getFileName()
                + ": entry "
                + i
                + " is "
                + list.get(i)
                + "; ids ascend from 0 to "
                + (vocabulary - 1)
                + ".");
      }
    }
    return ids;
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Set<String> tensorNames() {
    Set<String> names = new TreeSet<>(layers.tensors().keySet());
    names.add(EMBEDDING);
    return names;
  }

  @Override
  public Optional<Tensor> tensor(String name) {
    Tensor own = layers.tensors().get(name);
    return own != null || !name.equals(EMBEDDING) ? Optional.ofNullable(own) : base.tensor(name);
  }

  @Override
  public byte[] tokenizerJson() {
    return base.tokenizerJson();
  }

  @Override
  public Optional<TemplateSource> template() {
    return base.template();
  }

  @Override
  public int[] stopIds() {
    return base.stopIds();
  }

  @Override
  public String digest() {
    return digest.of(files());
  }

  @Override
  public Set<Path> files() {
    Set<Path> files = new TreeSet<>(base.files());
    files.add(layers.path());
    if (headFile != null) {
      files.add(headFile);
    }
    files.add(folder.resolve("config.json"));
    return files;
  }

  @Override
  public int[] headIds() {
    return headIds;
  }

  @Override
  public void close() {
    layers.close();
    base.close();
  }
}
