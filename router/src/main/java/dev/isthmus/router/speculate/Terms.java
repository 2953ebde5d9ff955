package dev.isthmus.router.speculate;

import dev.isthmus.engine.sample.Sampling;

/**
 * What holds for all of one generation, on whatever worker.
 *
 * @param session unique id
 * @param service namespace/name
 * @param stopIds ids that end it
 * @param tokenLimit most tokens of the log, prompt included
 * @param logprobs 0 none, else the chosen token and logprobs-1 alternatives
 */
public record Terms(
    String session,
    String service,
    String serviceUid,
    Sampling sampling,
    int[] stopIds,
    int tokenLimit,
    int logprobs) {}
