package dev.isthmus.engine.prepared;

import java.nio.file.Path;

/**
 * A stage on disk, ready to be mapped.
 *
 * @param directory holds the graphs and beside them their weights
 * @param weightBytes size of the weights
 */
public record PreparedStage(Path directory, long weightBytes) {

  /** The ONNX file of a graph. */
  public Path graph(String file) {
    return directory.resolve(file);
  }
}
