package dev.isthmus.agent.schedule;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.Draft;
import dev.isthmus.protocol.v1.Drafted;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * The drafter's side of a generation: the committed tokens that the router told it, and behind them
 * its own guesses. A guess that turns out as the committed token keeps its KV, so that after full
 * acceptance two rows are fed and after a rejection only the common part stays.
 */
final class DrafterSession extends WorkerSession {

  private final TokenLog guesses = new TokenLog();
  private Draft asked;
  private int wanted;
  private long startNanos;
  private long computeMicros;

  DrafterSession(String id, long arrival, EngineSeat seat) {
    super(id, arrival, seat);
  }

  @Override
  void handle(SessionRequest request) throws RefusedException {
    if (!request.hasDraft()) {
      throw new RefusedException(
          Refusal.OUT_OF_ORDER, request.getFrameCase() + " is not for a drafter");
    }
    Draft draft = request.getDraft();
    check(draft);
    // A newer question makes the older one's answer worthless: it gets what there is.
    answer();
    replaceFrom(draft.getBase(), draft.getTokensList());
    asked = draft;
    wanted = Math.min(draft.getCount(), terms.limit() - log.length());
    startNanos = seat.nanos().getAsLong();
    computeMicros = 0;
    answerWhenDone();
  }

  private void check(Draft draft) throws RefusedException {
    if (draft.getBase() > log.length() || draft.getBase() + draft.getTokensCount() < 1) {
      throw wrongBase(draft.getBase());
    }
    checkTokens(draft.getBase(), draft.getTokensList(), terms.limit());
    if (draft.getCount() < 0 || draft.getCount() > seat.maxWindow()) {
      throw new RefusedException(
          Refusal.OVER_LIMIT,
          "count is " + draft.getCount() + "; 0 to " + seat.maxWindow() + " are allowed");
    }
  }

  @Override
  Demand demand() {
    if (sequence == null || log.length() == 0) {
      return null;
    }
    int last = asked == null ? log.length() - 1 : log.length() + guesses.length();
    int rows = last - sequence.length();
    return rows > 0 ? new Demand(rows, asked == null ? 0 : 1, servedAt(), arrival) : null;
  }

  @Override
  int[] feed(int rows) {
    int[] tokens = new int[rows];
    for (int i = 0; i < rows; i++) {
      tokens[i] = tokenAt(sequence.length() + i);
    }
    return tokens;
  }

  private int tokenAt(int position) {
    return position < log.length() ? log.get(position) : guesses.get(position - log.length());
  }

  @Override
  void scored(StepResult result, long micros) {
    computeMicros += micros;
    if (result.rows() == 0) {
      return;
    }
    int position = log.length() + guesses.length();
    guesses.append(
        seat.chooser()
            .choose(
                result.values(),
                result.rows() - 1,
                result.width(),
                seat.info().headIds(),
                terms.sampling(),
                position));
    answerWhenDone();
  }

  private void answerWhenDone() {
    if (asked != null && (guesses.length() >= wanted || stopped())) {
      answer();
    }
  }

  private boolean stopped() {
    return guesses.length() > 0 && terms.ending().isStop(guesses.last());
  }

  private void answer() {
    if (asked == null) {
      return;
    }
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < Math.min(wanted, guesses.length()); i++) {
      tokens.add(guesses.get(i));
    }
    seat.counts().drafted(tokens.size());
    long total = (seat.nanos().getAsLong() - startNanos) / 1000;
    reply(
        SessionReply.newBuilder()
            .setDrafted(
                Drafted.newBuilder()
                    .setRound(asked.getRound())
                    .addAllTokens(tokens)
                    .setTotalMicros(total)
                    .setComputeMicros(computeMicros))
            .build());
    asked = null;
  }

  @Override
  boolean busy() {
    return asked != null;
  }

  @Override
  void abandon() {
    asked = null;
  }

  @Override
  void replaceFrom(int base, List<Integer> tokens) {
    int[] before = new int[log.length() + guesses.length()];
    for (int i = 0; i < before.length; i++) {
      before[i] = tokenAt(i);
    }
    int unchanged = base;
    for (int i = 0;
        i < tokens.size() && unchanged < before.length && before[unchanged] == tokens.get(i);
        i++) {
      unchanged++;
    }
    log.truncate(base);
    log.append(tokens);
    guesses.truncate(0);
    if (unchanged == log.length()) {
      for (int i = unchanged; i < before.length; i++) {
        guesses.append(before[i]);
      }
    }
    keepKv(Math.min(unchanged, log.length() - 1) + guesses.length());
  }
}
