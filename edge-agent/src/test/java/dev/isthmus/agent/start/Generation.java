package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.agent.serve.RouterStream;
import dev.isthmus.protocol.v1.Close;
import dev.isthmus.protocol.v1.Decode;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.Sampling;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.Token;
import dev.isthmus.protocol.v1.Verified;
import dev.isthmus.protocol.v1.Verify;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/** One session as a router leads it. Tokens come with logprobs, so that low bits show too. */
final class Generation {

  private final RouterStream stream;
  private final List<Integer> log;
  private final int cached;
  private long round;

  Generation(
      RouterStream stream, String uid, String session, double temperature, List<Integer> prompt)
      throws InterruptedException {
    this.stream = stream;
    this.log = new ArrayList<>(prompt);
    stream.send(
        SessionRequest.newBuilder()
            .setOpen(
                Open.newBuilder()
                    .setSession(session)
                    .setSessionEpoch(1)
                    .setServiceUid(uid)
                    .setRole(Role.ROLE_VERIFIER)
                    .setSampling(
                        Sampling.newBuilder().setTopP(1).setTemperature(temperature).setSeed(7))
                    .setTokenLimit(prompt.size() + 200)
                    .setLogprobs(3)
                    .addAllTokens(prompt))
            .build());
    SessionReply reply = stream.next();
    assertThat(reply.hasOpened()).as(reply.toString()).isTrue();
    cached = reply.getOpened().getCached();
  }

  /** Tokens of the prompt whose KV was there already. */
  int cached() {
    return cached;
  }

  /** Prompt and answer so far. */
  List<Integer> tokens() {
    return List.copyOf(log);
  }

  /** Decodes so many tokens. */
  List<Token> decode(int count) throws InterruptedException {
    stream.send(
        SessionRequest.newBuilder()
            .setDecode(Decode.newBuilder().setRound(++round).setBase(log.size()).setCredit(count))
            .build());
    List<Token> tokens = new ArrayList<>();
    while (tokens.size() < count) {
      tokens.addAll(take(stream.next().getDecoded().getTokensList()));
    }
    return tokens;
  }

  /** Asks for tokens where the stream ends instead; what the end says. */
  Status refusal() throws InterruptedException {
    stream.send(
        SessionRequest.newBuilder()
            .setDecode(Decode.newBuilder().setRound(++round).setBase(log.size()).setCredit(1))
            .build());
    return stream.failure();
  }

  /** Has a draft verified; returns what was committed. */
  List<Token> verify(List<Integer> draft) throws InterruptedException {
    stream.send(
        SessionRequest.newBuilder()
            .setVerify(
                Verify.newBuilder()
                    .setRound(++round)
                    .setBase(log.size())
                    .addWindow(log.get(log.size() - 1))
                    .addAllWindow(draft))
            .build());
    Verified verified = stream.next().getVerified();
    return take(verified.getTokensList());
  }

  /**
   * Has drafts of four tokens verified, of which one is wrong in most rounds.
   *
   * @param plain what decoding gives
   * @param count how many tokens at least
   */
  List<Token> speculate(List<Token> plain, int count) throws InterruptedException {
    List<Token> committed = new ArrayList<>();
    for (int round = 0; committed.size() < count; round++) {
      List<Integer> draft = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int right = plain.get(committed.size() + i).getId();
        draft.add(i == round % 5 ? right ^ 1 : right);
      }
      committed.addAll(verify(draft));
    }
    return committed;
  }

  private List<Token> take(List<Token> tokens) {
    tokens.forEach(token -> log.add(token.getId()));
    return tokens;
  }

  void close() {
    stream.send(SessionRequest.newBuilder().setClose(Close.getDefaultInstance()).build());
  }
}
