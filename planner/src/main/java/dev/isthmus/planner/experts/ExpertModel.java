package dev.isthmus.planner.experts;

import java.util.List;

/**
 * The experts of a model, in one precision.
 *
 * @param name for messages
 * @param layers numbers of the layers that have experts, ascending
 * @param experts of each such layer
 * @param activePerToken how many of them a token goes through
 * @param expertBytes weights of one expert
 */
public record ExpertModel(
    String name, List<Integer> layers, int experts, int activePerToken, long expertBytes) {

  public ExpertModel {
    layers = List.copyOf(layers);
    if (layers.isEmpty() || activePerToken < 1 || experts < activePerToken || expertBytes < 1) {
      throw new IllegalArgumentException(
          name
              + ": "
              + layers.size()
              + " layers of "
              + experts
              + " experts, "
              + activePerToken
              + " a token, "
              + expertBytes
              + " bytes each; each must be 1 or more, and no more active than there are");
    }
  }
}
