package dev.isthmus.engine.draft;

import dev.isthmus.engine.sample.Acceptance;
import dev.isthmus.engine.sample.Accepted;
import dev.isthmus.engine.sample.Ending;
import dev.isthmus.engine.sample.Finish;
import dev.isthmus.engine.sample.Sampling;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The verifier's side of one generation: its log of committed tokens, and what a window needs and
 * commits. With n tokens committed the KV holds n-1; a window is the last token and the draft.
 *
 * <pre>
 * prefill(kv)            until empty: all but the last token
 * next(kv, draft)        the rows of a window (what prefill is still missing in front of them)
 * accept(logits)         commits; then cut the KV to kvLength()
 * </pre>
 *
 * Not thread-safe.
 */
public final class VerifySession {

  private final TokenLog log;
  private final Sampling sampling;
  private final Ending ending;
  private final Acceptance acceptance;
  private Finish finish = Finish.NONE;
  private int[] scored = new int[0];

  /**
   * @param tokens the prompt, and what was committed elsewhere already; 1..the ending's limit
   */
  public VerifySession(int[] tokens, Sampling sampling, Ending ending, Acceptance acceptance) {
    this.log = new TokenLog(tokens);
    this.sampling = sampling;
    this.ending = ending;
    this.acceptance = acceptance;
  }

  /** Tokens committed. */
  public int length() {
    return log.length();
  }

  /** A copy of the committed tokens [from, to). */
  public int[] tokens(int from, int to) {
    return log.copy(from, to);
  }

  public Finish finish() {
    return finish;
  }

  /** Rows of KV that are right for the committed tokens; the KV is cut to no more than this. */
  public int kvLength() {
    return Math.max(0, log.length() - 1);
  }

  /**
   * The log becomes its first {@code base} tokens followed by {@code tokens}.
   *
   * @param base 0..{@link #length}
   * @return rows of KV that stay right; cut the KV to no more than this
   */
  public int reset(int base, int[] tokens) {
    if (base < 0 || base > log.length()) {
      throw new IllegalArgumentException("base is " + base + "; the log holds " + log.length());
    }
    int same = base + log.matching(base, TokenLog.listOf(tokens));
    log.truncate(base);
    log.append(tokens);
    finish = Finish.NONE;
    return Math.min(same, kvLength());
  }

  /**
   * Why a window cannot be scored, with values and limits; empty where it can.
   *
   * @param window the last committed token, then the draft
   * @param vocabulary ids are below it
   */
  public Optional<String> refusal(int base, int[] window, int vocabulary) {
    if (base != log.length()) {
      return Optional.of("base is " + base + "; " + log.length() + " tokens are committed here");
    }
    if (finish != Finish.NONE) {
      return Optional.of(
          "the generation has ended at " + log.length() + " tokens (" + finish + ")");
    }
    if (window.length == 0 || window[0] != log.last()) {
      return Optional.of(
          "the window begins with "
              + (window.length == 0 ? "nothing" : "token " + window[0])
              + "; the last committed token is "
              + log.last());
    }
    return Arrays.stream(window)
        .filter(id -> id < 0 || id >= vocabulary)
        .mapToObj(id -> "token " + id + " is outside the vocabulary of " + vocabulary)
        .findFirst();
  }

  /**
   * The next rows of prefill: everything but the last token.
   *
   * @param kvLength rows of KV that the sequence holds
   * @param maxRows most rows of this step
   */
  public Optional<Rows> prefill(int kvLength, int maxRows) {
    int rows = Math.min(maxRows, kvLength() - kvLength);
    return rows <= 0
        ? Optional.empty()
        : Optional.of(new Rows(log.copy(kvLength, kvLength + rows), 0));
  }

  /**
   * The rows that score a draft, or a chunk of prefill where both do not fit in one step. Drafts
   * that would lie beyond the token limit are not scored: nothing can commit them.
   *
   * @param draft ids proposed after the last committed token, none for plain decoding
   * @param maxRows most rows of this step, above 0; a draft is cut to one less
   */
  public Rows next(int kvLength, int[] draft, int maxRows) {
    int logitRows = logitRows(draft, maxRows);
    int missing = kvLength() - kvLength;
    if (missing + logitRows > maxRows) {
      return prefill(kvLength, maxRows).orElseThrow();
    }
    scored = Arrays.copyOf(draft, logitRows - 1);
    int[] tokens = Arrays.copyOf(log.copy(kvLength, log.length()), missing + logitRows);
    System.arraycopy(scored, 0, tokens, missing + 1, scored.length);
    return new Rows(tokens, logitRows);
  }

  /**
   * Commits what the verifier's own choices say about the window of {@link #next}. The KV is then
   * cut to {@link #kvLength}.
   *
   * @param logits [logitRows, width]
   * @param headIds id of each column, or null where column and id are the same
   */
  public Accepted accept(FloatBuffer logits, int width, int[] headIds) {
    Accepted accepted =
        acceptance.accept(logits, width, headIds, scored, log.length(), sampling, ending);
    log.append(accepted.tokens());
    finish = accepted.finish();
    return accepted;
  }

  private int logitRows(int[] draft, int maxRows) {
    int useful = Math.max(1, ending.tokenLimit() - log.length());
    return Math.min(Math.min(draft.length + 1, useful), maxRows);
  }
}
