package dev.isthmus.engine.runtime;

import dev.isthmus.engine.family.Architecture;

/**
 * Facts about a loaded stage.
 *
 * @param range which layers it holds
 * @param numericsClass equal for engines that give equal bits: weights digest, precision, encoding
 *     of hidden states, runtime version and a hash of logit bits over a fixed probe
 * @param headIds the token ids that the head scores, ascending, or null where it scores all: column
 *     i of the logits is id headIds[i] (FR-Spec, 2502.14856)
 * @param maxWindows most windows of one step
 * @param maxRows most rows of one step over all windows
 * @param context most tokens of a session
 * @param kvBytesPerToken bytes of KV for one token over all layers of the stage
 * @param weightBytes resident bytes of the weights
 */
public record EngineInfo(
    Architecture architecture,
    StageRange range,
    Precision precision,
    String numericsClass,
    int[] headIds,
    int maxWindows,
    int maxRows,
    int context,
    long kvBytesPerToken,
    long weightBytes) {

  EngineInfo withNumericsClass(String name) {
    return new EngineInfo(
        architecture,
        range,
        precision,
        name,
        headIds,
        maxWindows,
        maxRows,
        context,
        kvBytesPerToken,
        weightBytes);
  }
}
