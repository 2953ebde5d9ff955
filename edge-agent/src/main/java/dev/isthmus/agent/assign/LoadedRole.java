package dev.isthmus.agent.assign;

import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Profile;
import java.util.List;

/**
 * A role's engines, ready to step.
 *
 * @param engines one, or for the host of a chain its last stage and before it, where it holds that
 *     too, the first
 * @param profile measured on this node, with the precision's quality against the source
 * @param texts digests of the model's text files, which were put where {@link TextStore} serves
 *     them
 */
public record LoadedRole(
    List<StepEngine> engines, Precision precision, Profile profile, ModelTexts texts) {

  /** The engine that ends with what the role is for: logits, or a stage's states. */
  public StepEngine engine() {
    return engines.get(engines.size() - 1);
  }

  void close() {
    engines.forEach(StepEngine::close);
  }
}
