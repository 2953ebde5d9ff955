package dev.isthmus.engine.runtime;

import java.nio.FloatBuffer;

/**
 * What one window gave.
 *
 * @param values [rows, width], row-major: logits (width = head size) of the last rows that were
 *     asked for, or hidden states of all rows where the stage does not end the model. Valid until
 *     the engine's next step
 */
public record StepResult(FloatBuffer values, int rows, int width) {}
