package dev.isthmus.agent.assign;

import dev.isthmus.protocol.v1.ModelRef;
import java.util.function.Consumer;

/** Brings a model's files to this node and opens them. */
@FunctionalInterface
public interface ModelOpener {

  /**
   * @param phase hears how far the download is
   * @throws dev.isthmus.engine.source.ModelRefusedException where it cannot be had, is not the one
   *     that its digest names, or cannot be used
   */
  OpenedModel open(ModelRef model, Consumer<String> phase);
}
