package dev.isthmus.engine.runtime;

/**
 * A half-open range of layers.
 *
 * @param first first layer; 0 takes token ids
 * @param last one past the last layer; the model's layer count yields logits
 */
public record StageRange(int first, int last) {

  public StageRange {
    if (first < 0 || last <= first) {
      throw new IllegalArgumentException("stage [" + first + "," + last + ") is empty or negative");
    }
  }

  public int layers() {
    return last - first;
  }

  /** Whether it holds this layer. */
  public boolean holds(int layer) {
    return layer >= first && layer < last;
  }
}
