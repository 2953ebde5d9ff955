package dev.isthmus.engine.fetch;

import dev.isthmus.engine.fetch.ModelUri.Hub;
import dev.isthmus.engine.fetch.ModelUri.Web;
import dev.isthmus.engine.source.FileChunks;
import dev.isthmus.engine.source.ModelChunks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes room for parts of a model in the cache, and brings the text files that it begins with. */
final class PartialFetch {

  private final FetchSettings settings;
  private final HttpGet http;
  private final FetchListener listener;

  PartialFetch(FetchSettings settings, HttpGet http, FetchListener listener) {
    this.settings = settings;
    this.http = http;
    this.listener = listener;
  }

  /**
   * @param hex of the model's digest; its parts are kept under it, wherever they came from
   * @return empty where the address is one file's and the model is several
   */
  Optional<PartialModel> open(ModelUri uri, String hex, ModelChunks chunks) throws IOException {
    boolean folder = uri instanceof Hub hub && hub.file().isEmpty();
    if (!folder && chunks.files().size() != 1) {
      return Optional.empty();
    }
    Path at =
        settings
            .cacheDir()
            .resolve("models")
            .resolve("parts")
            .resolve(hex + "-" + chunks.chunkBytes())
            .toAbsolutePath()
            .normalize();
    Map<Path, PartialFile> files = new HashMap<>();
    for (FileChunks file : chunks.files()) {
      Path path = at.resolve(file.name());
      PartialFile part =
          new PartialFile(address(uri, file.name()), path, file, http, settings.pause(), listener);
      if (!holdsWeights(file.name())) {
        part.fillWhole();
      }
      files.put(path, part);
    }
    return Optional.of(
        new PartialModel(folder ? at : at.resolve(chunks.files().get(0).name()), files));
  }

  private URI address(ModelUri uri, String file) {
    if (uri instanceof Hub hub) {
      String name = hub.file().isEmpty() ? file : hub.file();
      return HubFetch.address(settings.hub(), hub.repository(), hub.revision(), name);
    }
    return ((Web) uri).address();
  }

  private static boolean holdsWeights(String file) {
    return file.endsWith(".safetensors") || file.endsWith(".gguf");
  }
}
