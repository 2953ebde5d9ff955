package dev.isthmus.planner.layers;

import java.util.Arrays;

/**
 * A model as a partition sees it, in one precision.
 *
 * @param name for messages
 * @param layerBytes resident bytes of each layer: weights and the KV that it is to have
 * @param embeddingBytes what the stage of the first layer holds besides
 * @param headBytes what the stage of the last layer holds besides
 */
public record LayeredModel(String name, long[] layerBytes, long embeddingBytes, long headBytes) {

  public LayeredModel {
    if (layerBytes.length < 1) {
      throw new IllegalArgumentException(name + " has no layers");
    }
    layerBytes = layerBytes.clone();
  }

  /** All layers alike. */
  public static LayeredModel uniform(
      String name, int layers, long bytesPerLayer, long embeddingBytes, long headBytes) {
    long[] each = new long[layers];
    Arrays.fill(each, bytesPerLayer);
    return new LayeredModel(name, each, embeddingBytes, headBytes);
  }

  public int layers() {
    return layerBytes.length;
  }

  /** Resident bytes of layers [first, last), with embedding and head where they belong to them. */
  public long bytes(int first, int last) {
    long sum = first == 0 ? embeddingBytes : 0;
    for (int layer = first; layer < last; layer++) {
      sum += layerBytes[layer];
    }
    return sum + (last == layers() ? headBytes : 0);
  }
}
