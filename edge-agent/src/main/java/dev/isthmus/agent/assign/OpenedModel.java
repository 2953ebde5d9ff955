package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.fetch.PartialModel;
import dev.isthmus.engine.source.ModelSource;
import java.util.Optional;

/**
 * A model that is open.
 *
 * @param partial where only what is read comes to this node's disk
 */
public record OpenedModel(
    ModelSource source, Architecture architecture, Optional<PartialModel> partial)
    implements AutoCloseable {

  /** A model of which all files are on this node's disk. */
  OpenedModel(ModelSource source, Architecture architecture) {
    this(source, architecture, Optional.empty());
  }

  @Override
  public void close() {
    source.close();
  }
}
