package dev.isthmus.cli.chat;

import java.util.Locale;

/**
 * An answer as it arrived.
 *
 * @param finish stop or length
 * @param mode how it was decoded, and why in {@code reason}
 * @param firstTokenMillis from sending the request to the first text
 * @param decodeMillis from the first text to the last
 */
public record Answer(
    String text,
    String finish,
    int promptTokens,
    int cachedTokens,
    int completionTokens,
    String mode,
    String reason,
    long drafted,
    long accepted,
    long rounds,
    double firstTokenMillis,
    double decodeMillis) {

  /** Tokens after the first by the time that they took; 0 where there was one token. */
  public double tokensPerSecond() {
    return completionTokens < 2 || decodeMillis <= 0
        ? 0
        : (completionTokens - 1) * 1000.0 / decodeMillis;
  }

  /** Mode and why, speed, and what drafting did, in one line. */
  public String figures() {
    StringBuilder line = new StringBuilder(mode);
    if (!reason.isEmpty()) {
      line.append(" (").append(reason).append(')');
    }
    line.append(
        String.format(
            Locale.ROOT,
            " · %.1f tokens/s · first token after %.0f ms · %d tokens",
            tokensPerSecond(),
            firstTokenMillis,
            completionTokens));
    if (drafted > 0) {
      line.append(
          String.format(
              Locale.ROOT,
              " · %d of %d drafted accepted (%.0f %%)",
              accepted,
              drafted,
              100.0 * accepted / drafted));
    }
    if (rounds > 0) {
      line.append(" · ").append(rounds).append(rounds == 1 ? " round" : " rounds");
    }
    if (finish.equals("length")) {
      line.append(" · ended at the token limit");
    }
    return line.toString();
  }
}
