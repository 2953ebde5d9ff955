package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.isthmus.agent.assign.RunningRoles;
import dev.isthmus.agent.assign.TextStore;
import dev.isthmus.agent.assign.ToyModels;
import dev.isthmus.agent.link.AgentChannels;
import dev.isthmus.agent.report.NodeIdentity;
import dev.isthmus.agent.report.RoleTraces;
import dev.isthmus.agent.schedule.ServeLimits;
import dev.isthmus.agent.schedule.ToyEngine;
import dev.isthmus.agent.serve.RouterStream;
import dev.isthmus.protocol.secure.TransportSecurity;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Capacity;
import dev.isthmus.protocol.v1.Close;
import dev.isthmus.protocol.v1.Decode;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import dev.isthmus.protocol.v1.Sampling;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.WorkerGrpc;
import dev.isthmus.protocol.worker.ListenAddress;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent without Kafka: assigned, serving, leaving. */
class AgentIT {

  private static final int[] PROMPT = {3, 1, 4, 1, 5, 9, 2, 6};
  private static final int[] NEXT = ToyEngine.continuation(PROMPT, 10);

  @TempDir private Path dir;
  private final BlockingQueue<byte[]> records = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> beats = new LinkedBlockingQueue<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Agent agent;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    agent = agent();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", agent.port()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    agent.close();
  }

  private Agent agent() throws IOException {
    return new Agent(
        new AgentSettings(
            "edge",
            "edge-0",
            "pool",
            dir,
            dir,
            dir,
            1 << 30,
            0,
            1,
            ListenAddress.loopback(),
            Optional.empty(),
            List.of(),
            peer -> Optional.empty(),
            Set.of("edge"),
            Duration.ofSeconds(20)),
        TransportSecurity.plainText(),
        ServeLimits.DEFAULT,
        new ToyModels(),
        new RunningRoles(new TextStore(dir)),
        new AgentChannels("edge", InsecureChannelCredentials.create(), site -> Optional.empty()),
        port ->
            new NodeIdentity(
                "edge-0",
                "edge",
                "pool",
                "boot",
                1,
                "127.0.0.1:" + port,
                Capacity.getDefaultInstance(),
                "0"),
        value -> {
          records.add(value);
          return CompletableFuture.completedFuture(null);
        },
        value -> {
          beats.add(value);
          return CompletableFuture.completedFuture(null);
        },
        registry,
        new RoleTraces(OpenTelemetry.noop().getTracer("test"), "edge-0"));
  }

  private NodeRecord await(Predicate<NodeRecord> wanted)
      throws InterruptedException, InvalidProtocolBufferException {
    while (true) {
      byte[] value = records.poll(180, TimeUnit.SECONDS);
      assertThat(value).as("a node record").isNotNull();
      NodeRecord record = NodeRecord.parseFrom(value);
      if (wanted.test(record)) {
        return record;
      }
    }
  }

  private void assign() throws InterruptedException, InvalidProtocolBufferException {
    agent.desire(
        AssignmentRecord.newBuilder()
            .setVersion(1)
            .setRecordEpoch(5)
            .setNode("edge-0")
            .addRoles(
                RoleAssignment.newBuilder()
                    .setId("uid/verifier/0")
                    .setServiceUid("uid")
                    .setRole(Role.ROLE_VERIFIER))
            .build(),
        null);
    await(
        record -> record.getRolesCount() == 1 && record.getRoles(0).getState() == RoleState.READY);
  }

  private RouterStream open(String session) {
    RouterStream stream = new RouterStream(WorkerGrpc.newStub(channel));
    stream.send(
        SessionRequest.newBuilder()
            .setOpen(
                Open.newBuilder()
                    .setSession(session)
                    .setSessionEpoch(1)
                    .setServiceUid("uid")
                    .setRole(Role.ROLE_VERIFIER)
                    .setSampling(Sampling.newBuilder().setTopP(1))
                    .setTokenLimit(100)
                    .addAllTokens(IntStream.of(PROMPT).boxed().toList()))
            .build());
    return stream;
  }

  private static void decode(RouterStream stream, int base) {
    stream.send(
        SessionRequest.newBuilder()
            .setDecode(Decode.newBuilder().setRound(1).setBase(base).setCredit(1))
            .build());
  }

  @Test
  void anAgentReportsItsRealPortAndServesWhatItIsAssigned() throws Exception {
    assertThat(await(record -> true).getAddress()).isEqualTo("127.0.0.1:" + agent.port());
    assign();
    RouterStream stream = open("s");
    decode(stream, 8);
    assertThat(stream.next().getOpened().getNumericsClass()).isEqualTo("toy-class");
    assertThat(stream.next().getDecoded().getTokens(0).getId()).isEqualTo(NEXT[0]);
    assertThat(beats.poll(180, TimeUnit.SECONDS)).isNotNull();
    assertThat(
            registry.counter("isthmus_decoded_tokens", "role", "verifier", "service", "").count())
        .isEqualTo(1);
  }

  @Test
  void aLeavingAgentTakesNoNewSessionsAndLetsRunningOnesEnd() throws Exception {
    assign();
    RouterStream running = open("s");
    running.next();

    CompletableFuture<Void> left = CompletableFuture.runAsync(agent::close);
    assertThat(await(NodeRecord::getLeaving).getRolesCount()).isEqualTo(1);
    RouterStream late = open("t");
    assertThat(late.next().getRefused().getCode()).isEqualTo(Refusal.DRAINING);
    decode(running, 8);
    assertThat(running.next().getDecoded().getTokens(0).getId()).isEqualTo(NEXT[0]);
    assertThat(left).isNotDone();
    running.send(SessionRequest.newBuilder().setClose(Close.getDefaultInstance()).build());

    left.get(180, TimeUnit.SECONDS);
    assertThat(running.failure().isOk()).isTrue();
  }

  @Test
  void aRestartedAgentServesFromItsDiskAlone() throws Exception {
    assign();
    agent.close();
    channel.shutdownNow();
    records.clear();

    agent = agent();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", agent.port()).usePlaintext().build();
    await(
        record -> record.getRolesCount() == 1 && record.getRoles(0).getState() == RoleState.READY);
    RouterStream stream = open("s");
    decode(stream, 8);
    stream.next();
    assertThat(stream.next().getDecoded().getTokens(0).getId()).isEqualTo(NEXT[0]);
    assertThat(List.of(dir.toFile().list())).contains("assignment.binpb");
  }
}
