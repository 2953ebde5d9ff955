package dev.isthmus.agent.assign;

import dev.isthmus.engine.source.ModelChunks;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a model's files to this node and opens them. What cannot be had, is not what its digest
 * names, or cannot be used is refused with a {@link
 * dev.isthmus.engine.source.ModelRefusedException}.
 */
public interface ModelOpener {

  /**
   * Opens all of a model.
   *
   * @param phase hears how far the download is
   */
  OpenedModel open(ModelRef model, Consumer<String> phase);

  /**
   * Opens what a role needs of its model. The rest comes too where its chunks are not known or its
   * source has only whole files.
   *
   * @param phase hears how far the download is, also later when tensors are read
   */
  OpenedModel open(RoleAssignment role, Consumer<String> phase);

  /** What the chunks of a model that is open hash to; empty where nobody can fetch them alone. */
  Optional<ModelChunks> chunks(ModelRef model, OpenedModel opened);
}
