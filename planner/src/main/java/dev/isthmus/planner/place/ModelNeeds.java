package dev.isthmus.planner.place;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What placing a model takes, from its inspection.
 *
 * @param name for messages: the package's name
 * @param digest of its files
 * @param weightBytes resident bytes by precision that may be prepared, in the package's order of
 *     preference
 * @param kvBytesPerToken over all layers
 * @param tokenizerFingerprint equal ones: the same ids mean the same text
 * @param layers how the weights lie over the layers
 */
public record ModelNeeds(
    String name,
    String digest,
    Map<Precision, Long> weightBytes,
    long kvBytesPerToken,
    String tokenizerFingerprint,
    Layers layers) {

  /** Of a model that is placed whole or not at all. */
  public ModelNeeds(
      String name,
      String digest,
      Map<Precision, Long> weightBytes,
      long kvBytesPerToken,
      String tokenizerFingerprint) {
    this(name, digest, weightBytes, kvBytesPerToken, tokenizerFingerprint, Layers.WHOLE);
  }

  public ModelNeeds {
    weightBytes = Collections.unmodifiableMap(new LinkedHashMap<>(weightBytes));
  }

  /** Bytes of the weights and of KV for so many tokens. */
  public long bytes(Precision precision, long kvTokens) {
    return weightBytes.get(precision) + kvBytesPerToken * kvTokens;
  }
}
