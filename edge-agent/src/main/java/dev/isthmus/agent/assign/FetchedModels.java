package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.fetch.FetchSettings;
import dev.isthmus.engine.fetch.ModelFetcher;
import dev.isthmus.engine.source.Digest;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.RememberedDigest;
import dev.isthmus.protocol.v1.ModelRef;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Models by URI: fetched into the cache where they are not on disk, checked, opened. */
public final class FetchedModels implements ModelOpener {

  private final ModelFetcher fetcher;
  private final Digest digest;

  public FetchedModels(FetchSettings settings) {
    this.fetcher = new ModelFetcher(settings);
    this.digest = new RememberedDigest(settings.cacheDir().resolve("digests"));
  }

  @Override
  public OpenedModel open(ModelRef model, Consumer<String> phase) {
    ModelSource source =
        ModelSources.open(
            fetch(model.getUri(), model.getDigest(), phase),
            digest,
            (uri, wanted) -> fetch(uri, wanted, phase));
    try {
      checkDigest(model, source);
      return new OpenedModel(source, Families.architecture(source));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static void checkDigest(ModelRef model, ModelSource source) {
    if (!model.getDigest().isEmpty() && !model.getDigest().equals(source.digest())) {
      throw new ModelRefusedException(
          Reason.WRONG_DIGEST,
          "%s: its files have digest %s; the model package names %s. These are not the model's bytes."
              .formatted(model.getUri(), source.digest(), model.getDigest()));
    }
  }

  private Path fetch(String uri, String wanted, Consumer<String> phase) {
    return fetcher.fetch(uri, wanted, new FetchPhases(phase));
  }
}
