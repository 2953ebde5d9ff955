package dev.isthmus.engine.measure;

/**
 * What a step takes.
 *
 * @param sessions windows of the step
 * @param rows rows of each window
 * @param context tokens behind each window
 * @param millis median, milliseconds
 */
public record StepTime(int sessions, int rows, int context, double millis) {}
