package dev.isthmus.engine.draft;

import dev.isthmus.engine.sample.Ending;
import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.engine.sample.TokenChooser;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * The drafter's side of one generation with a draft model: a step at a time, so that a scheduler
 * batches many of them.
 *
 * <pre>
 * begin(base, tokens, count)   then cut the KV to what it returns
 * next(kv)                     the rows of a step, until empty
 * accept(logits)               after rows that asked for logits
 * drafted()                    the proposal
 * </pre>
 *
 * After a rejection the KV goes back to the common prefix; after a draft accepted whole two rows
 * are fed, because the last drafted token was never fed. Not thread-safe.
 */
public final class DraftSession {

  private final Sampling sampling;
  private final Ending ending;
  private final TokenChooser chooser;
  // Committed tokens, then the draft.
  private final TokenLog known = new TokenLog();
  private int committed;
  private int wanted;

  /**
   * @param ending nothing is drafted behind a stop id, nor beyond the token limit
   */
  public DraftSession(Sampling sampling, Ending ending, TokenChooser chooser) {
    this.sampling = sampling;
    this.ending = ending;
    this.chooser = chooser;
  }

  /** Committed tokens in the log. */
  public int length() {
    return committed;
  }

  /**
   * Begins a round. The log becomes its first {@code base} tokens followed by {@code tokens}.
   *
   * @param base 0..{@link #length}
   * @param count most ids wanted; 0 to prefill ahead of the first round
   * @return rows of KV that stay right; cut the KV to no more than this
   */
  public int begin(int base, int[] tokens, int count) {
    if (base < 0 || base > committed || base + tokens.length == 0) {
      throw new IllegalArgumentException(
          "base is " + base + " with " + tokens.length + " tokens; the log holds " + committed);
    }
    int same = base + known.matching(base, TokenLog.listOf(tokens));
    known.truncate(base);
    known.append(tokens);
    committed = known.length();
    wanted = Math.min(count, ending.tokenLimit() - committed);
    return Math.min(same, committed - 1);
  }

  /**
   * The next rows, or empty where the round is done.
   *
   * @param kvLength rows of KV that the sequence holds
   * @param maxRows most rows of this step, above 0
   */
  public Optional<Rows> next(int kvLength, int maxRows) {
    boolean drafting = drafting();
    int end = drafting ? known.length() : committed - 1;
    int rows = Math.min(maxRows, end - kvLength);
    if (rows <= 0) {
      return Optional.empty();
    }
    int logitRows = drafting && kvLength + rows == end ? 1 : 0;
    return Optional.of(new Rows(known.copy(kvLength, kvLength + rows), logitRows));
  }

  /**
   * Takes the logits of the last row that {@link #next} gave.
   *
   * @param logits [rows, width]
   * @param row which one
   * @param headIds id of each column, or null where column and id are the same
   */
  public void accept(FloatBuffer logits, int row, int width, int[] headIds) {
    known.append(chooser.choose(logits, row, width, headIds, sampling, known.length()));
  }

  /** The ids proposed so far in this round. */
  public int[] drafted() {
    return known.copy(committed, known.length());
  }

  private boolean drafting() {
    int drafted = known.length() - committed;
    return drafted < wanted && (drafted == 0 || !ending.isStop(known.last()));
  }
}
