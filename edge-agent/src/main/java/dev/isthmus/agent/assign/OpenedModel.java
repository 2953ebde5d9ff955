package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.source.ModelSource;

/** A model whose files are on this node's disk. */
public record OpenedModel(ModelSource source, Architecture architecture) implements AutoCloseable {

  @Override
  public void close() {
    source.close();
  }
}
