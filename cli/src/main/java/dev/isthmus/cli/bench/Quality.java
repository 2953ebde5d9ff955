package dev.isthmus.cli.bench;

/**
 * How near a precision is to the source's own values.
 *
 * @param agreement share of positions at which both choose the same first token
 * @param kl mean Kullback-Leibler divergence from the source's distribution, in nats
 * @param tokens positions that were compared
 */
record Quality(double agreement, double kl, int tokens) {}
