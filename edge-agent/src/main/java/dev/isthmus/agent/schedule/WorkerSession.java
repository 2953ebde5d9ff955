package dev.isthmus.agent.schedule;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.Extend;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Opened;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import java.util.List;

/**
 * One generation on one engine: its committed tokens, the KV behind them, and the request that it
 * works on. Belongs to the engine's thread; knows neither threads nor gRPC.
 *
 * <p>With n tokens committed, KV holds at most n-1 of them between requests: the last token's row
 * is written by the next window.
 */
abstract sealed class WorkerSession permits VerifierSession, DrafterSession {

  final String id;
  final long arrival;
  final EngineSeat seat;
  final TokenLog log = new TokenLog();
  Terms terms;
  Sequence sequence;
  private long epoch;
  private int cached;
  private SessionListener listener;
  private long heardAt;
  private long servedAt;
  private long ticket;

  WorkerSession(String id, long arrival, EngineSeat seat) {
    this.id = id;
    this.arrival = arrival;
    this.seat = seat;
  }

  /** The request in work, if any, is given up; its rows in KV may stay where the log holds them. */
  abstract void abandon();

  /** Answers a request, or begins to work on it. */
  abstract void handle(SessionRequest request) throws RefusedException;

  /** What the next step should score for this session, or null. */
  abstract Demand demand();

  /** The tokens of the next rows, from the first whose KV is not written. */
  abstract int[] feed(int rows);

  /**
   * Takes a step's result.
   *
   * @param result logits of the demanded rows; zero rows for a prefill chunk
   * @param micros duration of the step
   */
  abstract void scored(StepResult result, long micros);

  abstract boolean busy();

  /** Makes the log its first base tokens followed by the given ones; KV keeps what both share. */
  abstract void replaceFrom(int base, List<Integer> tokens);

  /** Makes the log its own first base tokens followed by the given ones, unless base is missing. */
  final void open(Open open, SessionListener from) throws RefusedException {
    Terms asked = Terms.of(open, seat.info().context());
    checkTokens(open.getBase(), open.getTokensList(), asked.limit());
    if (listener != null && listener != from) {
      listener.ended(
          SessionListener.Ending.SUPERSEDED,
          "session " + id + " was opened again with epoch " + open.getSessionEpoch());
    }
    giveUp();
    terms = asked;
    epoch = open.getSessionEpoch();
    listener = from;
    if (open.getBase() <= log.length()) {
      replaceFrom(open.getBase(), open.getTokensList());
    }
  }

  final void extend(Extend extend) throws RefusedException {
    if (busy()) {
      throw new RefusedException(Refusal.OUT_OF_ORDER, "Extend came while a request is in work");
    }
    if (extend.getBase() != log.length()) {
      throw wrongBase(extend.getBase());
    }
    checkTokens(extend.getBase(), extend.getTokensList(), terms.limit());
    replaceFrom(extend.getBase(), extend.getTokensList());
  }

  final void keepKv(int rows) {
    if (sequence != null) {
      sequence.truncate(Math.min(sequence.length(), Math.max(0, rows)));
    }
  }

  final void checkTokens(int base, List<Integer> tokens, int limit) throws RefusedException {
    if (base < 0) {
      throw new RefusedException(Refusal.WRONG_BASE, "base is " + base + "; it cannot be negative");
    }
    if ((long) base + tokens.size() > limit) {
      throw new RefusedException(
          Refusal.OVER_LIMIT,
          "the log would hold %d tokens; the session's token_limit is %d"
              .formatted((long) base + tokens.size(), limit));
    }
    for (int id : tokens) {
      checkToken(id);
    }
  }

  final void checkToken(int id) throws RefusedException {
    if (id < 0 || id >= seat.vocabulary()) {
      throw new RefusedException(
          Refusal.INVALID_TOKEN,
          "token id " + id + " is not in the vocabulary of " + seat.vocabulary());
    }
  }

  final RefusedException wrongBase(int base) {
    return new RefusedException(
        Refusal.WRONG_BASE,
        "base is " + base + "; " + log.length() + " tokens are held for session " + id);
  }

  final void admitted(Sequence newSequence) {
    sequence = newSequence;
    cached = newSequence.length();
  }

  /** Whether KV must be reserved before this session can do anything. */
  final boolean needsKv() {
    return log.length() > 0 && (sequence == null || sequence.limit() < terms.limit());
  }

  /** Whether the KV that the session has could be given the room that it needs. */
  final boolean extendKv() {
    if (sequence == null || !sequence.extend(terms.limit())) {
      return false;
    }
    cached = sequence.length();
    return true;
  }

  final void releaseKv() {
    if (sequence != null) {
      sequence.close();
      sequence = null;
    }
  }

  final void answerOpened() {
    reply(
        SessionReply.newBuilder()
            .setOpened(
                Opened.newBuilder()
                    .setSessionEpoch(epoch)
                    .setHeld(log.length())
                    .setCached(Math.min(cached, log.length()))
                    .setNumericsClass(seat.info().numericsClass()))
            .build());
  }

  final void reply(SessionReply reply) {
    if (listener != null) {
      listener.reply(reply);
    }
  }

  final void end(SessionListener.Ending ending, String why) {
    if (listener != null) {
      listener.ended(ending, why);
      listener = null;
    }
  }

  /** The stream is gone. What was in work for it is given up; the log and its KV stay. */
  final void detach() {
    giveUp();
    listener = null;
  }

  final boolean attachedTo(SessionListener stream) {
    return listener == stream;
  }

  final boolean attached() {
    return listener != null;
  }

  /** Changes when what is under way for this session is of no more use to it. */
  final long ticket() {
    return ticket;
  }

  final void giveUp() {
    forgetFlying();
    abandon();
  }

  /** Answers to steps that are under way are not wanted any more. */
  final void forgetFlying() {
    ticket++;
  }

  final long epoch() {
    return epoch;
  }

  final long heardAt() {
    return heardAt;
  }

  final void heard(long nanos) {
    heardAt = nanos;
  }

  final long servedAt() {
    return servedAt;
  }

  final void servedIn(long step) {
    servedAt = step;
  }
}
