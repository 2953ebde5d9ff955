package dev.isthmus.agent.schedule;

import dev.isthmus.protocol.v1.Close;
import dev.isthmus.protocol.v1.Decode;
import dev.isthmus.protocol.v1.Draft;
import dev.isthmus.protocol.v1.Extend;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.Sampling;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.Token;
import dev.isthmus.protocol.v1.Verify;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** An engine's table without its thread: a test says when requests come and when steps run. */
final class Desk {

  final ToyEngine engine;
  final SessionTable table;
  final List<Throwable> failures = new ArrayList<>();
  private final Stepper stepper;
  private long nanos;

  Desk(Role role) {
    this(role, new ToyEngine());
  }

  Desk(Role role, ToyEngine engine) {
    this(role, engine, UnaryOperator.identity());
  }

  /**
   * @param over makes what steps are begun on, over the engine itself
   */
  Desk(Role role, ToyEngine engine, UnaryOperator<Pipeline> over) {
    this.engine = engine;
    EngineSeat seat =
        new EngineSeat(
            over.apply(new LocalPipeline(engine, () -> nanos)),
            new GreedyChooser(),
            ServeLimits.DEFAULT,
            () -> nanos,
            new FailureList(failures));
    table = new SessionTable(seat, role);
    stepper = new Stepper(seat, table);
  }

  void pass(Duration time) {
    nanos += time.toNanos();
    table.admitWaiting();
    table.expire();
  }

  /** Steps until nothing is ready. */
  void run() {
    table.admitWaiting();
    while (stepper.step()) {
      table.admitWaiting();
    }
  }

  boolean step() {
    return stepper.step();
  }

  Stream open(String session, long epoch, int base, int limit, int... tokens) {
    return open(session, epoch, base, limit, List.of(), tokens);
  }

  Stream open(String session, long epoch, int base, int limit, List<Integer> stops, int... tokens) {
    Stream stream = new Stream(session, epoch);
    table.open(
        Open.newBuilder()
            .setSession(session)
            .setSessionEpoch(epoch)
            .setBase(base)
            .setTokenLimit(limit)
            .addAllStopIds(stops)
            .setSampling(Sampling.newBuilder().setTopP(1))
            .addAllTokens(boxed(tokens))
            .build(),
        stream);
    return stream;
  }

  Stream openWithLogprobs(String session, int logprobs, int... tokens) {
    Stream stream = new Stream(session, 1);
    table.open(
        Open.newBuilder()
            .setSession(session)
            .setSessionEpoch(1)
            .setTokenLimit(100)
            .setLogprobs(logprobs)
            .addAllTokens(boxed(tokens))
            .build(),
        stream);
    return stream;
  }

  static List<Integer> boxed(int... tokens) {
    return IntStream.of(tokens).boxed().toList();
  }

  /** A router's stream: sends, and keeps what came. */
  final class Stream implements SessionListener {

    final List<SessionReply> replies = new ArrayList<>();
    final String session;
    final long epoch;
    Ending ending;

    Stream(String session, long epoch) {
      this.session = session;
      this.epoch = epoch;
    }

    Desk owner() {
      return Desk.this;
    }

    void send(SessionRequest.Builder request) {
      table.request(session, epoch, request.build(), this);
    }

    void verify(long round, int base, int... window) {
      send(
          SessionRequest.newBuilder()
              .setVerify(
                  Verify.newBuilder().setRound(round).setBase(base).addAllWindow(boxed(window))));
    }

    void decode(long round, int base, int credit) {
      decodeDrafting(round, base, credit, 0);
    }

    void decodeDrafting(long round, int base, int credit, int draft) {
      send(
          SessionRequest.newBuilder()
              .setDecode(
                  Decode.newBuilder()
                      .setRound(round)
                      .setBase(base)
                      .setCredit(credit)
                      .setDraft(draft)));
    }

    void pause(long round) {
      send(
          SessionRequest.newBuilder()
              .setDecode(Decode.newBuilder().setRound(round).setPause(true)));
    }

    void draft(long round, int base, int count, int... tokens) {
      send(
          SessionRequest.newBuilder()
              .setDraft(
                  Draft.newBuilder()
                      .setRound(round)
                      .setBase(base)
                      .setCount(count)
                      .addAllTokens(boxed(tokens))));
    }

    void extend(int base, int... tokens) {
      send(
          SessionRequest.newBuilder()
              .setExtend(Extend.newBuilder().setBase(base).addAllTokens(boxed(tokens))));
    }

    void close() {
      send(SessionRequest.newBuilder().setClose(Close.getDefaultInstance()));
    }

    SessionReply last() {
      return replies.get(replies.size() - 1);
    }

    Refusal refusal() {
      return last().getRefused().getCode();
    }

    int[] verifiedIds() {
      return last().getVerified().getTokensList().stream().mapToInt(Token::getId).toArray();
    }

    int[] decodedIds() {
      return replies.stream()
          .filter(SessionReply::hasDecoded)
          .flatMap(reply -> reply.getDecoded().getTokensList().stream())
          .mapToInt(Token::getId)
          .toArray();
    }

    int[] draftedIds() {
      return last().getDrafted().getTokensList().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void reply(SessionReply reply) {
      replies.add(reply);
    }

    @Override
    public void ended(Ending why, String message) {
      ending = why;
    }
  }

  static int[] joined(int[] first, int... second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private record FailureList(List<Throwable> failures) implements SessionCounts {

    @Override
    public void verified(int drafted, int accepted, int committed) {}

    @Override
    public void decoded(int tokens) {}

    @Override
    public void drafted(int tokens) {}

    @Override
    public void refused(String code) {}

    @Override
    public void failed(Throwable cause) {
      failures.add(cause);
    }

    @Override
    public void stepped(int rows, int windows, int prefill, long nanos) {}
  }
}
