package dev.isthmus.engine.text;

/** Incremental decoding of one generation. Not thread-safe. */
public interface TokenStream {

  /**
   * @return the text that this id completes; empty while a character is still incomplete. Special
   *     tokens give none
   */
  String push(int id);

  /** What is left at the end, incomplete bytes as U+FFFD. */
  String finish();
}
