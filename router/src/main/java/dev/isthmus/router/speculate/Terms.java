package dev.isthmus.router.speculate;

import dev.isthmus.engine.sample.Sampling;

/**
 * What holds for all of one generation, on whatever worker.
 *
 * @param session unique id
 * @param service namespace/name
 * @param modelDigest of the verifiers' model, empty where the route names none
 * @param stopIds ids that end it
 * @param tokenLimit most tokens of the log, prompt included
 * @param logprobs 0 none, else the chosen token and logprobs-1 alternatives
 */
public record Terms(
    String session,
    String service,
    String serviceUid,
    String modelDigest,
    Sampling sampling,
    int[] stopIds,
    int tokenLimit,
    int logprobs) {}
