package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.fetch.PartialModel;
import dev.isthmus.engine.narrow.NarrowedModel;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.source.ModelSource;
import java.util.Optional;
import java.util.Set;

/**
 * A model that is open.
 *
 * @param source what weights are made of
 * @param original the model's files, which differ from the source where some experts are narrow
 * @param partial where only what is read comes to this node's disk
 */
public record OpenedModel(
    ModelSource source,
    ModelSource original,
    Architecture architecture,
    Optional<PartialModel> partial)
    implements AutoCloseable {

  OpenedModel(ModelSource source, Architecture architecture, Optional<PartialModel> partial) {
    this(source, source, architecture, partial);
  }

  /** A model of which all files are on this node's disk. */
  OpenedModel(ModelSource source, Architecture architecture) {
    this(source, architecture, Optional.empty());
  }

  /** The same with 4 bits a weight in some of its experts. */
  OpenedModel narrowed(Set<ExpertId> narrow) {
    return new OpenedModel(NarrowedModel.of(original, narrow), original, architecture, partial);
  }

  @Override
  public void close() {
    original.close();
  }
}
