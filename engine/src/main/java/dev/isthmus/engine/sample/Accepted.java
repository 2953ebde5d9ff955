package dev.isthmus.engine.sample;

/**
 * What a scored window commits.
 *
 * @param tokens the accepted drafts and, unless the generation ended before it, one token of the
 *     verifier's own; at least one
 * @param drafts how many of them were drafted
 */
public record Accepted(int[] tokens, int drafts, Finish finish) {}
