package dev.isthmus.planner.place;

/**
 * How a model's weights lie over its layers.
 *
 * @param count of layers
 * @param embeddingShare of the weights that the token embedding is, 0..1; the last layers need as
 *     much again for the head
 * @param stateBytes hidden states of one token as they travel between stages
 */
public record Layers(int count, double embeddingShare, long stateBytes) {

  /** Of a model about which nothing is known but its whole. */
  static final Layers WHOLE = new Layers(1, 0, 0);

  long embeddingBytes(long whole) {
    return (long) (whole * embeddingShare);
  }

  long layerBytes(long whole) {
    return (long) (whole * (1 - embeddingShare) / count);
  }

  /** Bytes of a stage's weights, rather too many than too few. */
  long bytes(long whole, int first, int last) {
    double embedding = whole * embeddingShare;
    double layers = (whole - embedding) * (last - first) / count;
    return (long) (layers + (first == 0 ? embedding : 0) + (last == count ? embedding : 0));
  }
}
