package dev.isthmus.engine.narrow;

import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.source.ModelConfig;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.Sha256;
import dev.isthmus.engine.source.TemplateSource;
import dev.isthmus.engine.source.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A model some of whose experts are narrow: their weights have 4 bits, whatever the file's have. It
 * is a model of its own, with a digest of its own, so that nothing that was prepared of the one it
 * is made of is taken for it.
 */
public final class NarrowedModel implements ModelSource {

  private final ModelSource source;
  private final SortedSet<ExpertId> narrow;

  private NarrowedModel(ModelSource source, SortedSet<ExpertId> narrow) {
    this.source = source;
    this.narrow = narrow;
  }

  /**
   * @param narrow the experts that get 4 bits; the source itself is returned where there are none
   */
  public static ModelSource of(ModelSource source, Set<ExpertId> narrow) {
    return narrow.isEmpty() ? source : new NarrowedModel(source, new TreeSet<>(narrow));
  }

  /**
   * The experts that have more than 4 bits a weight somewhere, and would not if they were narrow.
   */
  static SortedSet<ExpertId> wide(ModelSource source) {
    SortedSet<ExpertId> wide = new TreeSet<>();
    for (String name : source.tensorNames()) {
      ExpertId.ofTensor(name)
          .filter(id -> NarrowTensor.canBe(source.tensor(name).orElseThrow()))
          .ifPresent(wide::add);
    }
    return wide;
  }

  @Override
  public Optional<Tensor> tensor(String name) {
    return source.tensor(name).map(tensor -> isNarrow(tensor) ? new NarrowTensor(tensor) : tensor);
  }

  private boolean isNarrow(Tensor tensor) {
    return NarrowTensor.canBe(tensor)
        && ExpertId.ofTensor(tensor.name()).filter(narrow::contains).isPresent();
  }

  @Override
  public String digest() {
    MessageDigest digest = Sha256.begin();
    digest.update((source.digest() + " narrow " + narrow).getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public ModelConfig config() {
    return source.config();
  }

  @Override
  public Set<String> tensorNames() {
    return source.tensorNames();
  }

  @Override
  public byte[] tokenizerJson() {
    return source.tokenizerJson();
  }

  @Override
  public Optional<TemplateSource> template() {
    return source.template();
  }

  @Override
  public int[] stopIds() {
    return source.stopIds();
  }

  @Override
  public Set<Path> files() {
    return source.files();
  }

  @Override
  public int[] headIds() {
    return source.headIds();
  }

  @Override
  public void close() {
    source.close();
  }
}
