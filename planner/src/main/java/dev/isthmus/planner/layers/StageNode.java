package dev.isthmus.planner.layers;

/**
 * A node that may take a stage.
 *
 * @param freeBytes for weights and KV together
 * @param layerMillis of one layer in a step as served
 * @param headMillis that the head takes besides, on the node of the last layer
 */
public record StageNode(
    String id, String site, long freeBytes, double layerMillis, double headMillis) {

  public StageNode {
    if (!(layerMillis > 0) || !(headMillis >= 0)) {
      throw new IllegalArgumentException(
          id + ": " + layerMillis + " ms a layer and " + headMillis + " ms for the head");
    }
  }

  /** Time of layers [first, last) of {@code layers}. */
  double millis(int first, int last, int layers) {
    return layerMillis * (last - first) + (last == layers ? headMillis : 0);
  }
}
