package dev.isthmus.engine.text;

/** Text to token ids and back, after a model's own {@code tokenizer.json}. Thread-safe. */
public interface Tokenizer extends AutoCloseable {

  /**
   * @param addSpecial whether the tokenizer's own begin-of-text token and the like are added; never
   *     for a rendered chat template, which holds them already
   */
  int[] encode(String text, boolean addSpecial);

  /** The text of ids, special tokens included. */
  String decode(int[] ids);

  /** Whether the id is a special token, which a client's text does not show. */
  boolean isSpecial(int id);

  int vocabulary();

  /** Decodes a stream of ids without ever breaking a character. */
  TokenStream stream();

  /** Equal fingerprints: the same ids mean the same text. */
  String fingerprint();

  @Override
  void close();
}
