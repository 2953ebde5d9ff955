package dev.isthmus.engine.prepared;

import java.nio.file.Path;

/**
 * A stage on disk, ready to be mapped.
 *
 * @param model the ONNX file; its weights lie beside it
 * @param weightBytes size of the weights
 */
public record PreparedStage(Path model, long weightBytes) {}
