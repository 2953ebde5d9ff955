package dev.isthmus.engine.fetch;

import dev.isthmus.engine.source.Digest;
import dev.isthmus.engine.source.FileTensor;
import dev.isthmus.engine.source.ModelFile;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A model of which only what is read comes to this disk: headers and text files at once, weights
 * when they are read. Every byte is checked against the chunks' digests.
 */
public final class PartialModel {

  private final Path root;
  private final Map<Path, PartialFile> files;

  /**
   * @param root what to open: the file, or the folder of several
   */
  PartialModel(Path root, Map<Path, PartialFile> files) {
    this.root = root;
    this.files = files;
  }

  /**
   * @param digest of the model's files, all of which are not here to be hashed
   * @throws ModelRefusedException what is wrong with it, by name
   */
  public ModelSource open(String digest) {
    Digest known = paths -> digest;
    return ModelSources.open(
        root, known, path -> ModelFile.open(path, files.get(path.toAbsolutePath().normalize())));
  }

  /** Says which tensors of what was opened will be read, so that they come in few requests. */
  public static void want(ModelSource opened, Predicate<String> tensors) {
    for (String name : opened.tensorNames()) {
      if (tensors.test(name) && opened.tensor(name).orElseThrow() instanceof FileTensor tensor) {
        tensor.want();
      }
    }
  }

  /** Bytes of all its files. */
  public long bytes() {
    return files.values().stream().mapToLong(PartialFile::bytes).sum();
  }

  /** Bytes of them that are on this disk. */
  public long held() {
    return files.values().stream().mapToLong(PartialFile::held).sum();
  }
}
