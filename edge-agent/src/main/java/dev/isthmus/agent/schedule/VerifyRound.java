package dev.isthmus.agent.schedule;

import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.Verified;
import dev.isthmus.protocol.v1.Verify;
import java.util.function.Consumer;

/** One Verify: the window, and once it was scored the answer, kept for repeats. */
final class VerifyRound {

  private final Verify asked;
  private final int window;
  private final long startNanos;
  private long computeMicros;
  private int answersOwed = 1;
  private SessionReply answer;

  /**
   * @param limit most tokens of the log: drafts that would lie beyond it are not scored
   */
  VerifyRound(Verify asked, int limit, long nanos) {
    this.asked = asked;
    this.window = Math.min(asked.getWindowCount(), limit - asked.getBase());
    this.startNanos = nanos;
  }

  long round() {
    return asked.getRound();
  }

  /** Rows to score: the last committed token and the drafts that may still be committed. */
  int window() {
    return window;
  }

  int drafted(int index) {
    return asked.getWindow(index + 1);
  }

  /** The drafts that are scored. */
  int[] draft() {
    int[] draft = new int[window - 1];
    for (int i = 0; i < draft.length; i++) {
      draft[i] = drafted(i);
    }
    return draft;
  }

  boolean sameAs(Verify other) {
    return asked.getBase() == other.getBase()
        && asked.getWindowList().equals(other.getWindowList());
  }

  boolean answered() {
    return answer != null;
  }

  void computed(long micros) {
    computeMicros += micros;
  }

  void repeat(Consumer<SessionReply> out) {
    if (answered()) {
      out.accept(answer);
    } else {
      answersOwed++;
    }
  }

  void answer(Verified.Builder verified, long nanos, Consumer<SessionReply> out) {
    verified
        .setRound(asked.getRound())
        .setTotalMicros((nanos - startNanos) / 1000)
        .setComputeMicros(computeMicros);
    answer = SessionReply.newBuilder().setVerified(verified).build();
    for (; answersOwed > 0; answersOwed--) {
      out.accept(answer);
    }
  }
}
