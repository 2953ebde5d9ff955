package dev.isthmus.engine.source;

import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.gguf.GgufModel;
import dev.isthmus.engine.source.safetensors.HuggingFaceDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens whatever a path holds: a GGUF file, a directory in Hugging Face's layout, a composed model.
 */
public final class ModelSources {

  /** Finds the base of a composed model, fetching it where needed. */
  @FunctionalInterface
  public interface Resolver {

    /** Refuses every base. */
    Resolver NONE =
        (uri, digest) -> {
          throw new IOException("is needed, and nothing here fetches it");
        };

    /**
     * @param digest "sha256:&lt;hex&gt;", or empty where any will do
     */
    Path resolve(String uri, String digest) throws IOException;
  }

  private ModelSources() {}

  /**
   * @throws ModelRefusedException what is wrong with it, by name
   */
  public static ModelSource open(Path path, Digest digest, Resolver resolver) {
    return Files.isRegularFile(path.resolve(ComposedModel.MANIFEST))
        ? ComposedModel.open(path, digest, resolver)
        : open(path, digest, ModelFile.Opener.WHOLE);
  }

  /**
   * Opens a model that is composed of nothing else, of which only a part may be on this disk.
   *
   * @param files opens those that hold weights
   * @throws ModelRefusedException what is wrong with it, by name
   */
  public static ModelSource open(Path path, Digest digest, ModelFile.Opener files) {
    if (Files.isDirectory(path)) {
      return openDirectory(path, digest, files);
    }
    if (path.toString().endsWith(".gguf")) {
      return GgufModel.open(path, digest, files);
    }
    throw new ModelRefusedException(
        Reason.NOT_FOUND,
        path + ": is neither a .gguf file nor a directory with config.json and safetensors files.");
  }

  private static ModelSource openDirectory(Path path, Digest digest, ModelFile.Opener opener) {
    if (Files.isRegularFile(path.resolve("config.json"))) {
      return HuggingFaceDirectory.open(path, digest, opener);
    }
    try (var files = Files.list(path)) {
      Path first =
          files
              .filter(file -> file.toString().endsWith(".gguf"))
              .min(Path::compareTo)
              .orElseThrow(
                  () ->
                      new ModelRefusedException(
                          Reason.NOT_FOUND,
                          path + ": holds neither config.json nor a .gguf file."));
      return GgufModel.open(first, digest, opener);
    } catch (IOException e) {
      throw new ModelRefusedException(Reason.NOT_FOUND, path + ": cannot be listed.", e);
    }
  }
}
