package dev.isthmus.operator.reconcile;

import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.operator.observe.ControlState;
import dev.isthmus.operator.source.ResourceReader;
import dev.isthmus.operator.status.NodeStatuses;

/** What the nodes' resources say of the time before this operator started. */
public final class NodesBefore {

  private NodesBefore() {}

  /** Tells which nodes were heard then, and which were not. */
  public static void tell(ResourceReader source, ControlState state) {
    for (InferenceNode node : source.list(InferenceNode.class)) {
      String name = node.getMetadata().getName();
      if (NodeStatuses.wasUnreachable(node)) {
        state.unreachableBefore(name);
      } else if (node.getStatus() != null) {
        state.heardBefore(name);
      }
    }
  }
}
