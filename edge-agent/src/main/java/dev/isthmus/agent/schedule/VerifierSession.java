package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.Decode;
import dev.isthmus.protocol.v1.Decoded;
import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.Verified;
import dev.isthmus.protocol.v1.Verify;
import java.util.List;

/**
 * The verifier's side of a generation: scores drafted windows, or decodes by itself. It alone
 * commits tokens.
 */
final class VerifierSession extends WorkerSession {

  private final WindowScorer scorer;
  private Finish finish = Finish.FINISH_NONE;
  private VerifyRound round;
  private DecodeRun run;

  VerifierSession(String id, long arrival, EngineSeat seat) {
    super(id, arrival, seat);
    this.scorer = new WindowScorer(seat);
  }

  @Override
  void handle(SessionRequest request) throws RefusedException {
    switch (request.getFrameCase()) {
      case VERIFY -> verify(request.getVerify());
      case DECODE -> decode(request.getDecode());
      default ->
          throw new RefusedException(
              Refusal.OUT_OF_ORDER, request.getFrameCase() + " is not for a verifier");
    }
  }

  private void verify(Verify verify) throws RefusedException {
    if (round != null && round.round() == verify.getRound()) {
      if (!round.sameAs(verify)) {
        throw new RefusedException(
            Refusal.ROUND_CHANGED,
            "round " + verify.getRound() + " came again with another base or window");
      }
      round.repeat(this::reply);
      return;
    }
    if (busy()) {
      throw new RefusedException(
          Refusal.OUT_OF_ORDER,
          "round " + verify.getRound() + " came while another request is in work");
    }
    if (round != null && verify.getRound() < round.round()) {
      throw new RefusedException(
          Refusal.OUT_OF_ORDER,
          "round " + verify.getRound() + " came after round " + round.round());
    }
    checkWindow(verify);
    run = null;
    round = new VerifyRound(verify, terms.limit(), seat.nanos().getAsLong());
  }

  private void checkWindow(Verify verify) throws RefusedException {
    int rows = verify.getWindowCount();
    if (rows < 1 || rows > seat.maxWindow()) {
      throw new RefusedException(
          Refusal.FRAME_TOO_LARGE,
          "the window has " + rows + " tokens; 1 to " + seat.maxWindow() + " are allowed");
    }
    checkBase(verify.getBase());
    for (int id : verify.getWindowList()) {
      checkToken(id);
    }
    if (verify.getWindow(0) != log.last()) {
      throw new RefusedException(
          Refusal.WRONG_BASE,
          "the window begins with token %d; the last committed one, at position %d, is %d"
              .formatted(verify.getWindow(0), log.length() - 1, log.last()));
    }
  }

  private void checkBase(int base) throws RefusedException {
    if (log.length() == 0 || base != log.length()) {
      throw wrongBase(base);
    }
    if (finish != Finish.FINISH_NONE || log.length() >= terms.limit()) {
      throw new RefusedException(
          Refusal.OVER_LIMIT,
          "the generation ended (%s) with %d of at most %d tokens"
              .formatted(finish, log.length(), terms.limit()));
    }
  }

  private void decode(Decode decode) throws RefusedException {
    if (round != null && !round.answered()) {
      throw new RefusedException(Refusal.OUT_OF_ORDER, "Decode came while a Verify is in flight");
    }
    if (decode.getPause()) {
      forgetFlying();
      keepKv(log.length() - 1);
      run = null;
      push(Decoded.newBuilder().setRound(decode.getRound()).setPosition(log.length()));
      return;
    }
    if (decode.getCredit() < 1) {
      throw new RefusedException(
          Refusal.OVER_LIMIT, "credit is " + decode.getCredit() + "; it must be at least 1");
    }
    if (decode.getDraft() < 0 || decode.getDraft() >= seat.maxWindow()) {
      throw new RefusedException(
          Refusal.OVER_LIMIT,
          "draft is " + decode.getDraft() + "; 0 to " + (seat.maxWindow() - 1) + " are allowed");
    }
    if (run == null || !run.continuedBy(decode, log.length())) {
      checkBase(decode.getBase());
      run = new DecodeRun(decode);
    } else if (finish == Finish.FINISH_NONE) {
      run.add(decode);
    }
  }

  @Override
  Demand demand() {
    if (sequence == null || log.length() == 0) {
      return null;
    }
    int last = 1;
    int logits = 1;
    if (verifying()) {
      logits = round.window();
      last = log.length() - 1 + logits;
    } else if (decoding()) {
      logits = 1 + draft().length;
      last = log.length() + draft().length;
    } else {
      logits = 0;
      last = log.length() - 1;
    }
    int rows = last - sequence.length();
    return rows > 0 ? new Demand(rows, logits, servedAt(), arrival) : null;
  }

  @Override
  int[] feed(int rows) {
    int from = sequence.length();
    int[] tokens = new int[rows];
    for (int i = 0; i < rows; i++) {
      int position = from + i;
      tokens[i] = position < log.length() ? log.get(position) : drafted(position - log.length());
    }
    return tokens;
  }

  private int drafted(int index) {
    return verifying() ? round.drafted(index) : draft()[index];
  }

  private int[] draft() {
    return run.draft(log, terms.limit());
  }

  @Override
  void scored(StepResult result, long micros) {
    if (verifying()) {
      round.computed(micros);
    }
    if (result.rows() == 0) {
      return;
    }
    if (verifying()) {
      commitWindow(result);
    } else {
      commitDecoded(result, micros);
    }
  }

  private void commitWindow(StepResult result) {
    int position = log.length();
    Scored scored = scorer.score(result, round.draft(), position, terms);
    commit(scored);
    seat.counts().verified(round.window() - 1, scored.accepted(), scored.tokens().size());
    Verified.Builder answer =
        Verified.newBuilder()
            .setPosition(position)
            .addAllTokens(scored.tokens())
            .setAccepted(scored.accepted())
            .setFinish(finish)
            .setRerouted(!sequence.isExact());
    round.answer(answer, seat.nanos().getAsLong(), this::reply);
  }

  private void commitDecoded(StepResult result, long micros) {
    int position = log.length();
    int[] draft = draft();
    Scored scored = scorer.score(result, draft, position, terms);
    commit(scored);
    if (draft.length == 0) {
      seat.counts().decoded(1);
    } else {
      seat.counts().verified(draft.length, scored.accepted(), scored.tokens().size());
    }
    run.pushed(scored.tokens().size());
    push(
        Decoded.newBuilder()
            .setRound(run.round())
            .setPosition(position)
            .addAllTokens(scored.tokens())
            .setComputeMicros(micros)
            .setDrafted(draft.length)
            .setAccepted(scored.accepted()));
  }

  private void commit(Scored scored) {
    scored.tokens().forEach(token -> log.append(token.getId()));
    finish = scored.finish();
    sequence.truncate(log.length() - 1);
  }

  private void push(Decoded.Builder decoded) {
    decoded
        .setFinish(finish)
        .setPaused(!decoding())
        .setRerouted(sequence != null && !sequence.isExact());
    reply(SessionReply.newBuilder().setDecoded(decoded).build());
  }

  private boolean verifying() {
    return round != null && !round.answered();
  }

  private boolean decoding() {
    return run != null && run.credit() > 0 && finish == Finish.FINISH_NONE;
  }

  @Override
  boolean busy() {
    return verifying() || decoding();
  }

  @Override
  void abandon() {
    round = null;
    run = null;
    finish = Finish.FINISH_NONE;
    // Rows of a step that is under way.
    keepKv(log.length() - 1);
  }

  @Override
  void replaceFrom(int base, List<Integer> tokens) {
    int unchanged = base + log.matching(base, tokens);
    log.truncate(base);
    log.append(tokens);
    finish = Finish.FINISH_NONE;
    keepKv(Math.min(unchanged, log.length() - 1));
  }
}
