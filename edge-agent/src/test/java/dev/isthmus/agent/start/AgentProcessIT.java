package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.agent.serve.RouterStream;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Close;
import dev.isthmus.protocol.v1.Decode;
import dev.isthmus.protocol.v1.Draft;
import dev.isthmus.protocol.v1.FetchRequest;
import dev.isthmus.protocol.v1.Inspection;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import dev.isthmus.protocol.v1.Sampling;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.Verify;
import dev.isthmus.protocol.v1.WorkerGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent with a real broker and a real model. */
class AgentProcessIT {

  private static final String NODE = "edge-pool-0";
  private static final Path FIXTURE = Path.of("src/test/resources/fixtures/llama-gqa");
  private static final ModelRef MODEL =
      ModelRef.newBuilder().setPackage("default/tiny").setUri("file:fixtures/llama-gqa").build();

  @TempDir private Path dir;

  private static RoleAssignment role(Role role) {
    return RoleAssignment.newBuilder()
        .setId("uid/" + role + "/0")
        .setService("default/chat")
        .setServiceUid("uid")
        .setPlanEpoch(3)
        .setRole(role)
        .setModel(MODEL)
        .setPrecision(Precision.FP32)
        .setKvBytes(16 << 20)
        .build();
  }

  private static AssignmentRecord assignment(long epoch) {
    return AssignmentRecord.newBuilder()
        .setVersion(1)
        .setRecordEpoch(epoch)
        .setNode(NODE)
        .addInspections(Inspection.newBuilder().setModel(MODEL))
        .addRoles(role(Role.ROLE_VERIFIER))
        .addRoles(role(Role.ROLE_DRAFTER))
        .build();
  }

  private static boolean ready(NodeRecord record) {
    return record.getRolesCount() == 2
        && record.getModelsCount() == 1
        && record.getRolesList().stream()
            .allMatch(observed -> observed.getState() == RoleState.READY);
  }

  private static JsonNode golden() throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(FIXTURE.resolve("golden.json")))
        .path("cases")
        .get(0);
  }

  private static List<Integer> ids(JsonNode array) {
    List<Integer> ids = new ArrayList<>();
    array.forEach(id -> ids.add(id.asInt()));
    return ids;
  }

  private static SessionRequest open(String session, Role role, List<Integer> prompt) {
    return SessionRequest.newBuilder()
        .setOpen(
            Open.newBuilder()
                .setSession(session)
                .setSessionEpoch(1)
                .setServiceUid("uid")
                .setRole(role)
                .setSampling(Sampling.newBuilder().setTopP(1))
                .setTokenLimit(prompt.size() + 40)
                .addAllTokens(prompt))
        .build();
  }

  private static List<Integer> decoded(ManagedChannel channel, String session, int count)
      throws Exception {
    List<Integer> prompt = ids(golden().path("input_ids"));
    RouterStream stream = new RouterStream(WorkerGrpc.newStub(channel));
    stream.send(open(session, Role.ROLE_VERIFIER, prompt));
    stream.send(decode(prompt.size(), count));
    assertThat(stream.next().hasOpened()).isTrue();
    List<Integer> pushed = new ArrayList<>();
    SessionReply reply;
    do {
      reply = stream.next();
      reply.getDecoded().getTokensList().forEach(token -> pushed.add(token.getId()));
    } while (!reply.getDecoded().getPaused());
    close(stream);
    return pushed;
  }

  private static ManagedChannel dial(AgentProcess agent) throws Exception {
    return NettyChannelBuilder.forAddress("127.0.0.1", agent.port()).usePlaintext().build();
  }

  @Test
  void anAssignedModelIsReportedAndServedAndOutlivesBrokerAndRestart() throws Exception {
    EmbeddedKafkaBroker broker = broker(0);
    String address = broker.getAdvertisedListeners();
    List<Integer> expected = ids(golden().path("greedy_ids"));
    try (ControlTopics topics = new ControlTopics(address);
        AgentProcess agent = AgentProcess.start(NODE, dir, address)) {
      ManagedChannel channel = dial(agent);
      topics.send(NODE, new byte[] {1, 2, 3});
      topics.assign(assignment(5));
      NodeRecord record = topics.await(AgentProcessIT::ready);
      assertThat(record.getAddress()).isEqualTo("127.0.0.1:" + agent.port());
      assertThat(record.getAssignmentEpoch()).isEqualTo(5);
      assertThat(record.getModels(0).getFamily()).isEqualTo("llama");
      assertThat(record.getModels(0).getTokenizerFingerprint()).isNotEmpty();
      assertThat(record.getRoles(0).getNumericsClass()).isNotEmpty();
      assertThat(record.getRoles(0).getProfile().getStepsCount()).isPositive();
      assertThat(text(channel, record.getRoles(0).getTokenizerDigest()))
          .isEqualTo(Files.readAllBytes(FIXTURE.resolve("tokenizer.json")));
      assertThat(decoded(channel, "a", 32)).isEqualTo(expected);

      broker.close();
      assertThat(decoded(channel, "b", 32)).isEqualTo(expected);
      draftAndVerify(channel, expected);
      leaveWhileDecoding(agent, channel, expected);
      channel.shutdownNow();
    }
    try (AgentProcess again = AgentProcess.start(NODE, dir, "no-such-host.invalid:9092")) {
      again.awaitLine("role uid/ROLE_VERIFIER/0 ready");
      ManagedChannel channel = dial(again);
      assertThat(decoded(channel, "c", 32)).isEqualTo(expected);
      channel.shutdownNow();
    }
  }

  @Test
  void aBrokerThatComesAfterTheAgentIsTold() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (AgentProcess agent = AgentProcess.start(NODE, dir, "localhost:" + port)) {
      agent.awaitLine("broker reached=false");
      try (EmbeddedKafkaBroker broker = broker(port);
          ControlTopics topics = new ControlTopics(broker.getAdvertisedListeners())) {
        assertThat(topics.await(record -> true).getNode()).isEqualTo(NODE);
        topics.assign(AssignmentRecord.newBuilder(assignment(7)).clearRoles().build());
        topics.await(record -> record.getAssignmentEpoch() == 7 && record.getModelsCount() == 1);
      }
    }
  }

  @Test
  void aQuantisedVerifierIsComparedWithItsSourceAndRefusedBelowTheFloor() throws Exception {
    try (EmbeddedKafkaBroker broker = broker(0);
        ControlTopics topics = new ControlTopics(broker.getAdvertisedListeners());
        AgentProcess agent = AgentProcess.start(NODE, dir, broker.getAdvertisedListeners())) {
      agent.port();
      topics.assign(int8(5, 1));
      ObservedRole refused =
          topics.await(record -> state(record) == RoleState.FAILED).getRolesList().get(0);
      assertThat(refused.getReason()).isEqualTo("BelowQualityFloor");
      assertThat(refused.getMessage())
          .startsWith("default/tiny in int8 chooses the source's first token at 0.9")
          .contains("spec.quality.minAgreement asks for 1.0");

      topics.assign(int8(6, 0.9));
      ObservedRole served =
          topics.await(record -> state(record) == RoleState.READY).getRolesList().get(0);
      assertThat(served.getProfile().getAgreement()).isBetween(0.9, 0.9999);
      assertThat(served.getProfile().getKl()).isBetween(1e-9, 0.1);
    }
  }

  private static RoleState state(NodeRecord record) {
    return record.getRolesCount() == 0
        ? RoleState.ROLE_STATE_UNSPECIFIED
        : record.getRoles(0).getState();
  }

  private static AssignmentRecord int8(long epoch, double floor) {
    return AssignmentRecord.newBuilder()
        .setVersion(1)
        .setRecordEpoch(epoch)
        .setNode(NODE)
        .addRoles(
            role(Role.ROLE_VERIFIER).toBuilder()
                .setPrecision(Precision.INT8)
                .setModel(MODEL.toBuilder().setMinAgreement(floor)))
        .build();
  }

  private static EmbeddedKafkaBroker broker(int port) {
    return new EmbeddedKafkaBroker()
        .withNodeId(0)
        .withKafkaPort(port)
        .withDeleteLogDirsOnClose(true)
        .withAdditionalProperties(it -> it.put("auto.create.topics.enable", "false"))
        .start();
  }

  private static byte[] text(ManagedChannel channel, String digest) {
    return WorkerGrpc.newBlockingStub(channel)
        .fetch(FetchRequest.newBuilder().setDigest(digest).build())
        .next()
        .getChunk()
        .toByteArray();
  }

  /** The running generation ends as if nobody had asked the agent to stop. */
  private static void leaveWhileDecoding(
      AgentProcess agent, ManagedChannel channel, List<Integer> expected) throws Exception {
    List<Integer> prompt = ids(golden().path("input_ids"));
    RouterStream stream = new RouterStream(WorkerGrpc.newStub(channel));
    stream.send(open("leaving", Role.ROLE_VERIFIER, prompt));
    stream.next();
    stream.send(decode(prompt.size(), 1));
    List<Integer> pushed = new ArrayList<>();
    pushed.add(stream.next().getDecoded().getTokens(0).getId());
    CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(agent::terminate);
    agent.awaitLine("leaving sessions=");
    stream.send(decode(prompt.size() + 1, 31));
    while (pushed.size() < 32) {
      pushed.add(stream.next().getDecoded().getTokens(0).getId());
    }
    assertThat(pushed).isEqualTo(expected);
    close(stream);
    assertThat(exit.get(180, TimeUnit.SECONDS)).as(agent.output()).isZero();
  }

  private static void close(RouterStream stream) {
    stream.send(SessionRequest.newBuilder().setClose(Close.getDefaultInstance()).build());
  }

  private static SessionRequest decode(int base, int credit) {
    return SessionRequest.newBuilder()
        .setDecode(Decode.newBuilder().setRound(1).setBase(base).setCredit(credit))
        .build();
  }

  private static void draftAndVerify(ManagedChannel channel, List<Integer> expected)
      throws Exception {
    List<Integer> prompt = ids(golden().path("input_ids"));
    RouterStream drafter = new RouterStream(WorkerGrpc.newStub(channel));
    RouterStream verifier = new RouterStream(WorkerGrpc.newStub(channel));
    drafter.send(open("s", Role.ROLE_DRAFTER, prompt));
    verifier.send(open("s", Role.ROLE_VERIFIER, prompt));
    drafter.next();
    verifier.next();
    drafter.send(
        SessionRequest.newBuilder()
            .setDraft(Draft.newBuilder().setRound(1).setBase(prompt.size()).setCount(4))
            .build());
    List<Integer> draft = drafter.next().getDrafted().getTokensList();
    assertThat(draft).isEqualTo(expected.subList(0, 4));
    verifier.send(
        SessionRequest.newBuilder()
            .setVerify(
                Verify.newBuilder()
                    .setRound(1)
                    .setBase(prompt.size())
                    .addWindow(prompt.get(prompt.size() - 1))
                    .addAllWindow(draft))
            .build());
    assertThat(verifier.next().getVerified().getAccepted()).isEqualTo(4);
    close(drafter);
    close(verifier);
  }
}
