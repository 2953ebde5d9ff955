package dev.isthmus.engine.sample;

/**
 * Natural logarithms of a token's probability and of the most probable ones, from the unfiltered
 * softmax at temperature 1.
 *
 * @param alternatives ids of the most probable tokens, in their order; may hold the token itself
 * @param alternativeLogprobs theirs
 */
public record TokenLogprobs(
    int id, float logprob, int[] alternatives, float[] alternativeLogprobs) {}
