package dev.isthmus.agent.assign;

import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ObservedRole;
import java.util.List;

/**
 * What runs on this node and what it knows of models; equal values mean that nothing changed.
 *
 * @param assignmentEpoch record epoch of the assignment that was taken last
 */
public record Observed(long assignmentEpoch, List<ObservedRole> roles, List<ModelFacts> models) {

  public static final Observed NOTHING = new Observed(0, List.of(), List.of());
}
