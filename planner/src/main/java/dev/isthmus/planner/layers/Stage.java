package dev.isthmus.planner.layers;

/**
 * Layers [first, last) on a node.
 *
 * @param bytes that they take there, with embedding and head where they hold them
 */
public record Stage(StageNode node, int first, int last, long bytes) {}
