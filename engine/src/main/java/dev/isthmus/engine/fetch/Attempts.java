package dev.isthmus.engine.fetch;

import java.io.IOException;
import java.time.Duration;

/**
 * Tries on while attempts bring something, and a few times where they do not.
 *
 * @param pause between attempts that brought nothing
 */
record Attempts(Pause pause) {

  /** Attempts in a row that may bring nothing. */
  private static final int FRUITLESS = 3;

  private static final Duration WAIT = Duration.ofSeconds(1);

  /** One attempt; it may fail. */
  @FunctionalInterface
  interface Attempt {
    void run() throws IOException;
  }

  /** How much has come, in any unit. */
  @FunctionalInterface
  interface Held {
    long amount() throws IOException;
  }

  /**
   * @throws HttpGet.Refused at once
   * @throws IOException why the last attempt failed
   */
  void run(Held held, Attempt attempt) throws IOException {
    int fruitless = 0;
    while (true) {
      long before = held.amount();
      try {
        attempt.run();
        return;
      } catch (HttpGet.Refused e) {
        throw e;
      } catch (IOException e) {
        fruitless = held.amount() > before ? 0 : fruitless + 1;
        if (fruitless == FRUITLESS) {
          throw e;
        }
        rest(fruitless, e);
      }
    }
  }

  private void rest(int fruitless, IOException reason) throws IOException {
    try {
      pause.pause(WAIT.multipliedBy(fruitless));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }
}
