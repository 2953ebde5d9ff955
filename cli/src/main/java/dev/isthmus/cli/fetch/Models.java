package dev.isthmus.cli.fetch;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Patience;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.engine.fetch.FetchSettings;
import dev.isthmus.engine.fetch.ModelFetcher;
import dev.isthmus.engine.source.Digest;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.RememberedDigest;
import java.nio.file.Path;
import java.util.Map;

/** Models on this machine: fetched into the cache where they are not there yet. */
public final class Models {

  private final Screen screen;
  private final Places places;
  private final Path relativeTo;
  private final Map<String, String> environment;

  /**
   * @param relativeTo what relative paths are relative to: the checkout for resources, the working
   *     folder for what a person types
   */
  public Models(Screen screen, Places places, Path relativeTo, Map<String, String> environment) {
    this.screen = screen;
    this.places = places;
    this.relativeTo = relativeTo;
    this.environment = environment;
  }

  /** The file or folder of a model, fetched with a progress bar where it is not there. */
  public Path fetch(String uri, String digest) {
    try (FetchBar bar = new FetchBar(screen)) {
      return new ModelFetcher(
              FetchSettings.of(places.cache(), relativeTo, environment, Patience.REAL.pause()))
          .fetch(uri, digest, bar);
    }
  }

  /** Opens a model, fetched first where it is not there; bases of composed ones too. */
  public ModelSource open(String uri, String digest) {
    return ModelSources.open(fetch(uri, digest), digest(), this::fetch);
  }

  private Digest digest() {
    return new RememberedDigest(places.cache().resolve("digests"));
  }
}
