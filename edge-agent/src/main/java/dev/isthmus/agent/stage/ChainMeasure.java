package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.Profile;

/** Learns what a chain that was just joined takes for its steps, and what its encoding costs. */
@FunctionalInterface
public interface ChainMeasure {

  /**
   * @param chain as it serves
   * @param exact the same with hidden states in fp32
   * @param states how they travel as it serves
   */
  Profile measure(StepEngine chain, StepEngine exact, HiddenStates states);
}
