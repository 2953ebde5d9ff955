package dev.isthmus.engine.family;

import java.util.List;

/**
 * Mixture of experts: a router scores all experts of a layer, softmax over all of them, and each
 * token goes through the few that score highest (Shazeer 1701.06538, Mixtral 2401.04088).
 *
 * @param layers the layers that are mixtures, ascending, at least one; the others are dense
 * @param count routed experts of a layer
 * @param active experts of a token, 1..count
 * @param intermediate width of an expert
 * @param normalised whether the weights of a token's experts are divided by their sum
 * @param shared the expert that every token goes through besides, or null
 */
public record Experts(
    List<Integer> layers,
    int count,
    int active,
    int intermediate,
    boolean normalised,
    Shared shared) {

  public Experts {
    layers = List.copyOf(layers);
  }

  /**
   * An expert that every token goes through.
   *
   * @param gated whether its output is multiplied by the sigmoid of a score of its own
   */
  public record Shared(int intermediate, boolean gated) {}
}
