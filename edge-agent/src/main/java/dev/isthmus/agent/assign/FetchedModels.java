package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.fetch.FetchSettings;
import dev.isthmus.engine.fetch.ModelFetcher;
import dev.isthmus.engine.fetch.PartialModel;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.source.Digest;
import dev.isthmus.engine.source.ModelChunks;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.RememberedDigest;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
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

  @Override
  public OpenedModel open(RoleAssignment role, Consumer<String> phase) {
    ModelRef model = role.getModel();
    SortedSet<ExpertId> narrow = RoleExperts.narrow(role);
    Optional<PartialModel> partial =
        role.hasChunks()
            ? fetcher.partial(
                model.getUri(),
                model.getDigest(),
                Chunks.engine(role.getChunks()),
                new FetchPhases(phase))
            : Optional.empty();
    if (partial.isEmpty()) {
      return open(model, phase).narrowed(narrow);
    }
    ModelSource source = partial.get().open(model.getDigest());
    try {
      Architecture architecture = Families.architecture(source);
      PartialModel.want(source, RoleTensors.of(role, architecture));
      return new OpenedModel(source, architecture, partial).narrowed(narrow);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  @Override
  public Optional<ModelChunks> chunks(ModelRef model, OpenedModel opened) {
    Set<Path> files = opened.source().files();
    boolean together = files.stream().map(Path::getParent).distinct().count() == 1;
    return together && fetcher.isRanged(model.getUri())
        ? Optional.of(ModelChunks.of(files))
        : Optional.empty();
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
