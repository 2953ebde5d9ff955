package dev.isthmus.agent.stage;

import dev.isthmus.agent.stage.ChainSequence.Purpose;
import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.KvUse;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The sequences of a chain and their KV, counted in tokens by its host, who alone opens them: what
 * fits the stage with the least room fits all. Rows of a closed one stay at every stage until their
 * room is needed or a session that begins with the same tokens takes them over: stages see no
 * tokens, so only the host can tell. Belongs to the host's thread, except for {@link #use}.
 */
final class ChainSequences {

  /** KV is reserved in steps of so many tokens, with one more for a row that pads a window. */
  private static final int STEP = 16;

  /** Shorter common prefixes are not worth the room. */
  private static final int WORTH_KEEPING = 8;

  private final LongConsumer ended;
  private final LongConsumer release;
  private final Deque<ChainSequence> kept = new ArrayDeque<>();
  private final Set<Long> open = new HashSet<>();
  private final Set<Long> refused = new HashSet<>();
  private volatile KvUse use = new KvUse(0, 0, 0);
  private String numericsClass = "";
  private long bytesPerToken;
  private long total;
  private long openTokens;
  private long keptTokens;
  private long last;

  /**
   * @param ended hears that nothing is asked of a sequence any more
   * @param release has every stage forget a sequence's rows
   */
  ChainSequences(LongConsumer ended, LongConsumer release) {
    this.ended = ended;
    this.release = release;
  }

  /**
   * The chain was joined; what another class wrote is of no use to it.
   *
   * @param tokens whose KV fits every stage
   */
  void joined(long tokens, long kvBytesPerToken, String newClass) {
    total = tokens;
    bytesPerToken = kvBytesPerToken;
    numericsClass = newClass;
    List.copyOf(kept).stream()
        .filter(sequence -> !sequence.numericsClass().equals(newClass))
        .forEach(this::forget);
    makeRoom();
  }

  /**
   * As {@link dev.isthmus.engine.runtime.StepEngine#admit}.
   *
   * @param tokens the session's tokens so far, at least one
   */
  Admission admit(int[] tokens, int limit) {
    ChainSequence before = longestKept(tokens, limit);
    int most = before == null ? limit : Math.max(limit, before.limit());
    Admission refusal = refusal(reservation(most));
    if (refusal != null) {
      return refusal;
    }
    int rows = 0;
    if (before != null) {
      rows = before.common(tokens);
      take(before);
    }
    return open(
        new ChainSequence(
            this,
            before == null ? ++last : before.id(),
            most,
            numericsClass,
            Purpose.SERVING,
            Arrays.copyOf(tokens, rows)));
  }

  /** A sequence that takes nothing over and leaves nothing behind. */
  Admission admitAlone(int limit, Purpose purpose) {
    Admission refusal = refusal(reservation(limit));
    return refusal != null
        ? refusal
        : open(new ChainSequence(this, ++last, limit, numericsClass, purpose));
  }

  /** Reserves more for an open sequence; false where so much is not free. */
  boolean extend(int from, int to) {
    long more = Math.max(0, reservation(to) - reservation(from));
    if (more > total - openTokens) {
      return false;
    }
    openTokens += more;
    makeRoom();
    return true;
  }

  private Admission open(ChainSequence sequence) {
    open.add(sequence.id());
    openTokens += reservation(sequence.limit());
    makeRoom();
    return new Admission.Admitted(sequence);
  }

  /** Null where so much is free, kept rows counted as free. */
  private Admission refusal(long needed) {
    if (needed > total) {
      return new Admission.NeverFits(needed * bytesPerToken, total * bytesPerToken);
    }
    if (needed > total - openTokens) {
      return new Admission.Wait(needed * bytesPerToken, (total - openTokens) * bytesPerToken);
    }
    return null;
  }

  private ChainSequence longestKept(int[] tokens, int limit) {
    ChainSequence best = null;
    int longest = WORTH_KEEPING - 1;
    for (ChainSequence candidate : kept) {
      int common = candidate.common(tokens);
      if (common > longest && refusal(reservation(Math.max(limit, candidate.limit()))) == null) {
        longest = common;
        best = candidate;
      }
    }
    return best;
  }

  /** A stage computes nothing of a sequence any more. */
  void refused(long id) {
    if (open.contains(id)) {
      refused.add(id);
    } else {
      List.copyOf(kept).stream().filter(sequence -> sequence.id() == id).forEach(this::forget);
      publish();
    }
  }

  /** Nothing is asked of a sequence any more. */
  void closed(ChainSequence sequence) {
    boolean whole =
        sequence.purpose() == Purpose.SERVING
            && !refused.contains(sequence.id())
            && sequence.numericsClass().equals(numericsClass)
            && sequence.length() >= WORTH_KEEPING;
    open.remove(sequence.id());
    refused.remove(sequence.id());
    openTokens -= reservation(sequence.limit());
    ended.accept(sequence.id());
    if (whole) {
      kept.addFirst(sequence);
      keptTokens += reservation(sequence.limit());
    } else {
      release.accept(sequence.id());
    }
    makeRoom();
  }

  private void makeRoom() {
    while (keptTokens > Math.max(0, total - openTokens)) {
      forget(kept.peekLast());
    }
    publish();
  }

  private void forget(ChainSequence sequence) {
    take(sequence);
    release.accept(sequence.id());
  }

  private void take(ChainSequence sequence) {
    kept.remove(sequence);
    keptTokens -= reservation(sequence.limit());
  }

  private void publish() {
    use = new KvUse(total * bytesPerToken, openTokens * bytesPerToken, keptTokens * bytesPerToken);
  }

  /** Any thread. */
  KvUse use() {
    return use;
  }

  private static long reservation(int limit) {
    return (limit + STEP) / STEP * (long) STEP;
  }
}
