package dev.isthmus.cli.chat;

/** Hears an answer as it comes. */
@FunctionalInterface
public interface AnswerListener {

  /**
   * A further piece of the text.
   *
   * @param accepted whether it is a draft token that the verifier accepted
   */
  void text(String text, boolean accepted);

  /** From the next piece on nobody has verified the text. */
  default void unverified() {}
}
