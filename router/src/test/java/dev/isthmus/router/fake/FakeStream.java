package dev.isthmus.router.fake;

import dev.isthmus.engine.draft.PromptLookup;
import dev.isthmus.protocol.v1.Alternative;
import dev.isthmus.protocol.v1.Decode;
import dev.isthmus.protocol.v1.Decoded;
import dev.isthmus.protocol.v1.Draft;
import dev.isthmus.protocol.v1.Drafted;
import dev.isthmus.protocol.v1.Extend;
import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Opened;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Refused;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.Token;
import dev.isthmus.protocol.v1.Verified;
import dev.isthmus.protocol.v1.Verify;
import dev.isthmus.router.fake.Faults.Fault;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One Session stream at a fake worker. */
public final class FakeStream implements StreamObserver<SessionRequest> {

  private final FakeWorker worker;
  private final StreamObserver<SessionReply> replies;
  private ToySession session;
  private String id = "";
  private int credit;
  private long decoding;
  private int most;
  private boolean over;
  private Runnable whenOver = () -> {};

  FakeStream(FakeWorker worker, StreamObserver<SessionReply> replies) {
    this.worker = worker;
    this.replies = replies;
  }

  /** Run once the router has given the stream up. */
  public synchronized void whenOver(Runnable action) {
    whenOver = action;
  }

  /** Breaks the stream; the session stays. */
  public synchronized void cut() {
    if (!over) {
      over = true;
      worker.ended(this);
      replies.onError(Status.UNAVAILABLE.withDescription("cut").asRuntimeException());
    }
  }

  synchronized void goOn() {
    if (credit > 0 && !over) {
      push(replies, decoding);
    }
  }

  @Override
  public synchronized void onNext(SessionRequest request) {
    if (over || worker.isSilent()) {
      return;
    }
    Fault fault = worker.nextFault();
    if (fault == Fault.CUT_BEFORE) {
      cut();
      return;
    }
    if (fault == Fault.CUT_AFTER) {
      StreamObserver<SessionReply> nowhere = new Nowhere();
      handle(request, nowhere);
      cut();
      return;
    }
    handle(request, replies);
    if (fault == Fault.FORGET) {
      worker.forget(id);
      cut();
    } else if (fault == Fault.FORGET_HALF) {
      if (session != null) {
        session.keepHalf();
      }
      cut();
    }
  }

  @Override
  public synchronized void onError(Throwable t) {
    over = true;
    worker.ended(this);
    whenOver.run();
  }

  @Override
  public synchronized void onCompleted() {
    if (!over) {
      over = true;
      worker.ended(this);
      replies.onCompleted();
    }
  }

  private void handle(SessionRequest request, StreamObserver<SessionReply> to) {
    switch (request.getFrameCase()) {
      case OPEN -> open(request.getOpen(), to);
      case EXTEND -> extend(request.getExtend(), to);
      case DRAFT -> draft(request.getDraft(), to);
      case VERIFY -> verify(request.getVerify(), to);
      case DECODE -> decode(request.getDecode(), to);
      case CLOSE -> worker.forget(id);
      default -> throw new IllegalStateException("no frame " + request.getFrameCase());
    }
  }

  private void open(Open open, StreamObserver<SessionReply> to) {
    id = open.getSession() + "/" + open.getRole();
    ToySession held = worker.table().computeIfAbsent(id, i -> new ToySession());
    if (held.open != null && open.getSessionEpoch() <= held.open.getSessionEpoch()) {
      refuse(to, Refusal.STALE_EPOCH, 0);
      return;
    }
    session = held;
    session.reopen(open);
    worker.countOpening();
    opened(to);
  }

  private void extend(Extend extend, StreamObserver<SessionReply> to) {
    if (extend.getBase() != session.log.size()) {
      refuse(to, Refusal.WRONG_BASE, 0);
      return;
    }
    session.log.addAll(extend.getTokensList());
    opened(to);
  }

  private void opened(StreamObserver<SessionReply> to) {
    to.onNext(
        SessionReply.newBuilder()
            .setOpened(
                Opened.newBuilder()
                    .setSessionEpoch(session.open.getSessionEpoch())
                    .setHeld(session.log.size())
                    .setNumericsClass(worker.numericsClass()))
            .build());
  }

  private void draft(Draft draft, StreamObserver<SessionReply> to) {
    worker.countDraft();
    List<Integer> log = new ArrayList<>(session.log.subList(0, draft.getBase()));
    log.addAll(draft.getTokensList());
    session.log.clear();
    session.log.addAll(log);
    Drafted.Builder drafted = Drafted.newBuilder().setRound(draft.getRound()).setTotalMicros(100);
    for (int i = 0; i < draft.getCount(); i++) {
      int guess = worker.model().guess(log, session.seed());
      log.add(guess);
      drafted.addTokens(guess);
    }
    to.onNext(SessionReply.newBuilder().setDrafted(drafted).build());
  }

  private void verify(Verify verify, StreamObserver<SessionReply> to) {
    int last = session.log.size() - 1;
    if (verify.getBase() != session.log.size()
        || !session.log.get(last).equals(verify.getWindow(0))) {
      refuse(to, Refusal.WRONG_BASE, verify.getRound());
      return;
    }
    Verified.Builder verified =
        Verified.newBuilder()
            .setRound(verify.getRound())
            .setPosition(verify.getBase())
            .setRerouted(worker.isRerouting())
            .setTotalMicros(1000);
    Scored scored = score(verify.getWindowList().subList(1, verify.getWindowCount()));
    verified
        .addAllTokens(scored.tokens())
        .setAccepted(scored.accepted())
        .setFinish(scored.finish());
    to.onNext(SessionReply.newBuilder().setVerified(verified).build());
  }

  private void decode(Decode decode, StreamObserver<SessionReply> to) {
    if (credit == 0 && decode.getBase() != session.log.size()) {
      refuse(to, Refusal.WRONG_BASE, decode.getRound());
      return;
    }
    credit += decode.getCredit();
    most = decode.getDraft();
    push(to, decode.getRound());
  }

  private void push(StreamObserver<SessionReply> to, long round) {
    decoding = round;
    Finish finish = Finish.FINISH_NONE;
    while (credit > 0 && finish == Finish.FINISH_NONE && !worker.holds(session.log.size())) {
      Decoded.Builder decoded =
          Decoded.newBuilder().setRound(round).setPosition(session.log.size());
      List<Integer> draft = lookUp();
      Scored scored = score(draft);
      finish = scored.finish();
      credit -= scored.tokens().size();
      decoded
          .addAllTokens(scored.tokens())
          .setDrafted(draft.size())
          .setAccepted(scored.accepted())
          .setFinish(finish)
          .setRerouted(worker.isRerouting())
          .setPaused(credit == 0);
      to.onNext(SessionReply.newBuilder().setDecoded(decoded).build());
    }
  }

  private record Scored(List<Token> tokens, int accepted, Finish finish) {}

  /** Commits the drafts that the model would say itself, and one token of its own. */
  private Scored score(List<Integer> draft) {
    List<Token> tokens = new ArrayList<>();
    int accepted = 0;
    Finish finish = Finish.FINISH_NONE;
    boolean matches = true;
    while (matches && finish == Finish.FINISH_NONE) {
      int own = commit();
      finish = finish(own);
      tokens.add(token(own));
      matches = accepted < draft.size() && draft.get(accepted) == own;
      accepted += matches ? 1 : 0;
    }
    return new Scored(tokens, accepted, finish);
  }

  private List<Integer> lookUp() {
    int[] log = session.log.stream().mapToInt(Integer::intValue).toArray();
    int left = Math.min(credit, session.open.getTokenLimit() - log.length);
    int[] draft = PromptLookup.standard().draft(log, log.length, Math.min(most, left - 1));
    return IntStream.of(draft).boxed().toList();
  }

  private Token token(int own) {
    Token.Builder token = Token.newBuilder().setId(own);
    if (session.open.getLogprobs() > 0) {
      token.setLogprob(-0.25f);
    }
    for (int i = 1; i < session.open.getLogprobs(); i++) {
      token.addAlternatives(Alternative.newBuilder().setId('a' + i).setLogprob(-i));
    }
    return token.build();
  }

  private int commit() {
    int own = worker.model().next(session.log, session.seed());
    session.log.add(own);
    return own;
  }

  private Finish finish(int own) {
    if (session.open.getStopIdsList().contains(own)) {
      return Finish.FINISH_STOP;
    }
    return session.isFull() ? Finish.FINISH_LENGTH : Finish.FINISH_NONE;
  }

  private void refuse(StreamObserver<SessionReply> to, Refusal code, long round) {
    int held = session == null ? 0 : session.log.size();
    to.onNext(
        SessionReply.newBuilder()
            .setRefused(
                Refused.newBuilder()
                    .setCode(code)
                    .setRound(round)
                    .setHeld(held)
                    .setMessage("the toy worker holds " + held))
            .build());
  }

  /** Answers that are lost on the way. */
  private static final class Nowhere implements StreamObserver<SessionReply> {

    @Override
    public void onNext(SessionReply reply) {}

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {}
  }
}
