package dev.isthmus.planner.place;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
 * @param experts of some layers; empty in a dense model
 */
public record ModelNeeds(
    String name,
    String digest,
    Map<Precision, Long> weightBytes,
    long kvBytesPerToken,
    String tokenizerFingerprint,
    Layers layers,
    Optional<ExpertNeeds> experts) {

  /** Of a dense model. */
  public ModelNeeds(
      String name,
      String digest,
      Map<Precision, Long> weightBytes,
      long kvBytesPerToken,
      String tokenizerFingerprint,
      Layers layers) {
    this(
        name, digest, weightBytes, kvBytesPerToken, tokenizerFingerprint, layers, Optional.empty());
  }

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

  /** What is left where the experts are apart; a precision whose experts are not known is none. */
  ModelNeeds withoutExperts() {
    Map<Precision, Long> left = new LinkedHashMap<>();
    weightBytes.forEach(
        (precision, bytes) ->
            experts
                .filter(them -> them.bytes().containsKey(precision))
                .ifPresent(them -> left.put(precision, bytes - them.allBytes(precision))));
    return new ModelNeeds(
        name, digest, left, kvBytesPerToken, tokenizerFingerprint, layers, experts);
  }

  /** Bytes of the weights and of KV for so many tokens. */
  public long bytes(Precision precision, long kvTokens) {
    return weightBytes.get(precision) + kvBytesPerToken * kvTokens;
  }
}
