package dev.isthmus.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.isthmus.agent.experts.HomeLoop;
import dev.isthmus.agent.schedule.EngineLoop;
import dev.isthmus.agent.schedule.GreedyChooser;
import dev.isthmus.agent.schedule.LocalPipeline;
import dev.isthmus.agent.schedule.NoCounts;
import dev.isthmus.agent.schedule.ServeLimits;
import dev.isthmus.agent.schedule.ToyEngine;
import dev.isthmus.agent.stage.StageLoop;
import dev.isthmus.protocol.secure.SiteGuard;
import dev.isthmus.protocol.v1.Decode;
import dev.isthmus.protocol.v1.FetchRequest;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.ProbeRequest;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.Sampling;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.Verify;
import dev.isthmus.protocol.v1.WorkerGrpc;
import dev.isthmus.protocol.worker.ListenAddress;
import dev.isthmus.protocol.worker.WorkerKeys;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Worker service over loopback, with a toy model behind it. */
class WorkerServerIT {

  private static final int[] PROMPT = {3, 1, 4, 1, 5, 9, 2, 6};
  private static final int[] NEXT = ToyEngine.continuation(PROMPT, 60);

  private final ToyEngine engine = new ToyEngine();
  private EngineLoop loop;
  private WorkerServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    loop =
        new EngineLoop(
            "toy",
            Role.ROLE_VERIFIER,
            new LocalPipeline(engine, System::nanoTime),
            new GreedyChooser(),
            ServeLimits.DEFAULT,
            System::nanoTime,
            new NoCounts());
    loop.start();
    server =
        new WorkerServer(
            "edge-0",
            ListenAddress.loopback(),
            InsecureServerCredentials.create(),
            new SiteGuard(Set.of("edge")),
            new OneRole(loop));
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .keepAliveTime(1, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(true)
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
    loop.close();
  }

  private record OneRole(EngineLoop loop) implements ServedRoles {

    @Override
    public Optional<EngineLoop> engine(String serviceUid, Role role, String modelDigest) {
      return serviceUid.equals("uid-1") && role == Role.ROLE_VERIFIER
          ? Optional.of(loop)
          : Optional.empty();
    }

    @Override
    public Optional<StageLoop> stage(String roleId) {
      return Optional.empty();
    }

    @Override
    public Optional<HomeLoop> expertHome(String roleId) {
      return Optional.empty();
    }

    @Override
    public Optional<byte[]> text(String digest) {
      return digest.equals("sha256:abc") ? Optional.of(new byte[2_500_000]) : Optional.empty();
    }
  }

  private RouterStream stream() {
    return new RouterStream(WorkerGrpc.newStub(channel));
  }

  private static SessionRequest open(String session, long epoch, int base, int... tokens) {
    return SessionRequest.newBuilder()
        .setOpen(
            Open.newBuilder()
                .setSession(session)
                .setSessionEpoch(epoch)
                .setServiceUid("uid-1")
                .setRole(Role.ROLE_VERIFIER)
                .setSampling(Sampling.newBuilder().setTopP(1))
                .setTokenLimit(200)
                .setBase(base)
                .addAllTokens(Arrays.stream(tokens).boxed().toList()))
        .build();
  }

  private static SessionRequest decode(long round, int base, int credit) {
    return SessionRequest.newBuilder()
        .setDecode(Decode.newBuilder().setRound(round).setBase(base).setCredit(credit))
        .build();
  }

  private static SessionRequest verify(long round, int base, Integer... window) {
    return SessionRequest.newBuilder()
        .setVerify(Verify.newBuilder().setRound(round).setBase(base).addAllWindow(List.of(window)))
        .build();
  }

  @Test
  void aSessionIsOpenedVerifiedAndDecodedOverOneStream() throws InterruptedException {
    RouterStream stream = stream();
    stream.send(open("s", 1, 0, PROMPT));
    assertThat(stream.next().getOpened().getHeld()).isEqualTo(8);
    stream.send(verify(1, 8, 6, NEXT[0], NEXT[1]));
    assertThat(stream.next().getVerified().getAccepted()).isEqualTo(2);
    stream.send(decode(2, 11, 3));
    List<Integer> pushed = new ArrayList<>();
    SessionReply reply;
    do {
      reply = stream.next();
      reply.getDecoded().getTokensList().forEach(token -> pushed.add(token.getId()));
    } while (!reply.getDecoded().getPaused());
    assertThat(pushed).containsExactly(NEXT[3], NEXT[4], NEXT[5]);
  }

  @Test
  void aBrokenStreamIsOpenedAgainWhereItsRouterWas() throws InterruptedException {
    RouterStream first = stream();
    first.send(open("s", 1, 0, PROMPT));
    first.send(decode(1, 8, 2));
    first.next();
    first.next();
    first.next();
    first.breakOff();

    RouterStream second = stream();
    second.send(open("s", 2, 10));
    assertThat(second.next().getOpened().getHeld()).isEqualTo(10);
    second.send(verify(1, 10, NEXT[1]));
    assertThat(second.next().getVerified().getTokens(0).getId()).isEqualTo(NEXT[2]);
  }

  @Test
  void framesOutOfPlaceAreRefusedAndTheStreamStaysOpen() throws InterruptedException {
    RouterStream stream = stream();
    stream.send(verify(1, 8, 6));
    assertThat(stream.next().getRefused().getCode()).isEqualTo(Refusal.OUT_OF_ORDER);
    stream.send(
        SessionRequest.newBuilder()
            .setOpen(open("s", 1, 0, PROMPT).getOpen().toBuilder().setServiceUid("other"))
            .build());
    assertThat(stream.next().getRefused().getCode()).isEqualTo(Refusal.NOT_ASSIGNED);
    stream.send(open("s", 1, 0, PROMPT));
    assertThat(stream.next().hasOpened()).isTrue();
    stream.send(open("t", 1, 0, PROMPT));
    assertThat(stream.next().getRefused().getCode()).isEqualTo(Refusal.OUT_OF_ORDER);
  }

  @Test
  void anEngineThatIsTakenAwayEndsItsStreamsAndRefusesNewOnes() throws InterruptedException {
    RouterStream running = stream();
    running.send(open("s", 1, 0, PROMPT));
    running.next();
    loop.close();
    assertThat(running.failure().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
    assertThat(engine.isClosed()).isTrue();
    RouterStream late = stream();
    late.send(open("t", 1, 0, PROMPT));
    assertThat(late.next().getRefused().getCode()).isEqualTo(Refusal.DRAINING);
  }

  @Test
  void aFrameLargerThanTheLimitEndsTheStreamWithAStatus() throws InterruptedException {
    RouterStream stream = stream();
    stream.send(open("s", 1, 0, new int[5_000_000]));
    assertThat(stream.failure().getCode()).isEqualTo(io.grpc.Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void aClientThatReadsNothingStopsTheAnswersAndNotTheMemory() throws InterruptedException {
    RouterStream stream = stream();
    stream.send(open("s", 1, 0, PROMPT));
    stream.next();
    stream.pauseReading();
    stream.send(verify(1, 8, 6));
    for (int i = 0; i < 200_000; i++) {
      stream.send(verify(1, 8, 6));
    }
    RouterStream other = stream();
    other.send(open("t", 1, 0, PROMPT));
    other.send(decode(1, 8, 1));
    other.next();
    assertThat(other.next().getDecoded().getTokens(0).getId()).isEqualTo(NEXT[0]);
    assertThat(stream.received()).isLessThan(50_000);
  }

  @Test
  void anotherNodesNameIsRefusedWithAStatus() {
    Metadata headers = new Metadata();
    headers.put(WorkerKeys.NODE, "edge-9");
    var stub =
        WorkerGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    assertThatThrownBy(() -> stub.probe(ProbeRequest.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("FAILED_PRECONDITION: this call is for node edge-9; here is edge-0");
  }

  @Test
  void textFilesComeInChunksAndUnknownOnesAreNotFound() {
    var stub = WorkerGrpc.newBlockingStub(channel);
    List<Integer> chunks = new ArrayList<>();
    stub.fetch(FetchRequest.newBuilder().setDigest("sha256:abc").build())
        .forEachRemaining(reply -> chunks.add(reply.getChunk().size()));
    assertThat(chunks).containsExactly(1_048_576, 1_048_576, 402_848);
    assertThatThrownBy(
            () -> stub.fetch(FetchRequest.newBuilder().setDigest("sha256:x").build()).next())
        .hasMessage("NOT_FOUND: no text file with digest \"sha256:x\" here");
  }

  @Test
  void aProbeIsEchoed() {
    ByteString payload = ByteString.copyFrom(new byte[1000]);
    assertThat(
            WorkerGrpc.newBlockingStub(channel)
                .probe(ProbeRequest.newBuilder().setPayload(payload).build())
                .getPayload())
        .isEqualTo(payload);
  }
}
