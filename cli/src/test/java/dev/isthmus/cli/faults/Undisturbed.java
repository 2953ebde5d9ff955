package dev.isthmus.cli.faults;

import dev.isthmus.cli.chat.Answer;
import java.util.function.LongFunction;

/**
 * An answer to which nothing happened, and that takes its time: one that does not end by itself, so
 * that a fault can strike in the middle of the same one.
 */
record Undisturbed(long seed, String text) {

  /**
   * @param ask the same question with a seed
   */
  static Undisturbed of(LongFunction<Answer> ask) {
    long seed = 1;
    Answer answer = ask.apply(seed);
    while (!answer.finish().equals("length")) {
      answer = ask.apply(++seed);
    }
    return new Undisturbed(seed, answer.text());
  }
}
