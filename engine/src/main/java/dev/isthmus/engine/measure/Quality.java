package dev.isthmus.engine.measure;

/**
 * How near a precision comes to its source in fp32.
 *
 * @param tokens positions that were compared
 * @param agreement part of them where the most probable token is the same, 0..1
 * @param divergence mean Kullback-Leibler divergence of the precision from fp32, nats
 */
public record Quality(int tokens, double agreement, double divergence) {}
