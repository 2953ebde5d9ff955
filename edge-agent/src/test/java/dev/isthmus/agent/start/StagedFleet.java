package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.agent.link.AgentChannels;
import dev.isthmus.agent.link.GrpcDialer;
import dev.isthmus.agent.serve.RouterStream;
import dev.isthmus.agent.stage.LinkListener;
import dev.isthmus.engine.fetch.LoopbackServer;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.Hello;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.Inspection;
import dev.isthmus.protocol.v1.ModelChunks;
import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import dev.isthmus.protocol.v1.StagePlace;
import dev.isthmus.protocol.v1.StageReply;
import dev.isthmus.protocol.v1.WorkerGrpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Agents as processes, each with one stage of a model of a hub and a disk of its own; the last one
 * inspects the model, hosts the chain and serves the whole model beside it, to compare with. What
 * an operator would assign is assigned by hand.
 */
final class StagedFleet implements AutoCloseable {

  static final String CHAINED = "chained";
  static final String WHOLE = "whole";
  static final long PLAN = 3;

  private static final String SITE = "edge";
  private static final String COMMIT = "c0ffee";
  private static final Pattern HELD =
      Pattern.compile("role=chained/\\S+: (\\d+) of the (\\d+) bytes of hf:");

  private static final Path FIXTURE = Path.of("src", "test", "resources", "fixtures", "llama-gqa");
  private static final int[] BOUNDS = {0, 1, 2, 4};

  private final Path dir;
  private final LoopbackServer hub = new LoopbackServer();
  private final EmbeddedKafkaBroker broker;
  private final ControlTopics topics;
  private final List<AgentProcess> agents = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private ManagedChannel host;
  private long epoch = 1;
  private ModelRef model =
      ModelRef.newBuilder()
          .setPackage("default/tiny")
          .setUri("hf:tests/llama-gqa@%s".formatted(COMMIT))
          .build();
  private ModelChunks chunks;

  StagedFleet(Path dir) throws Exception {
    this.dir = dir;
    publish();
    this.broker =
        new EmbeddedKafkaBroker()
            .withNodeId(0)
            .withKafkaPort(0)
            .withDeleteLogDirsOnClose(true)
            .withAdditionalProperties(it -> it.put("auto.create.topics.enable", "false"))
            .start();
    this.topics = new ControlTopics(broker.getAdvertisedListeners());
    for (int i = 0; i < stages(); i++) {
      agents.add(start(i));
    }
    for (AgentProcess agent : agents) {
      ports.add(agent.port());
    }
    host =
        NettyChannelBuilder.forAddress("127.0.0.1", ports.get(hostIndex())).usePlaintext().build();
    inspect();
  }

  private void publish() throws IOException {
    List<String> entries = new ArrayList<>();
    for (String file :
        List.of("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")) {
      hub.put(
          "/tests/llama-gqa/resolve/%s/%s".formatted(COMMIT, file),
          Files.readAllBytes(FIXTURE.resolve(file)));
      entries.add("{\"rfilename\": \"%s\"}".formatted(file));
    }
    String listing =
        "{\"sha\": \"%s\", \"siblings\": [%s]}".formatted(COMMIT, String.join(",", entries));
    hub.put(
        "/api/models/tests/llama-gqa/revision/%s?blobs=true".formatted(COMMIT),
        listing.getBytes(StandardCharsets.UTF_8));
  }

  /** Has the host say what the model is, and what its chunks hash to. */
  private void inspect() throws Exception {
    topics.assign(
        AssignmentRecord.newBuilder()
            .setVersion(1)
            .setRecordEpoch(++epoch)
            .setNode(node(hostIndex()))
            .addInspections(Inspection.newBuilder().setModel(model))
            .build());
    ModelFacts facts =
        topics
            .await(
                record ->
                    record.getNode().equals(node(hostIndex())) && record.getModelsCount() == 1)
            .getModels(0);
    assertThat(facts.getFailureMessage()).isEmpty();
    model = model.toBuilder().setDigest(facts.getDigest()).build();
    chunks = facts.getChunks();
  }

  static int stages() {
    return BOUNDS.length - 1;
  }

  static int hostIndex() {
    return stages() - 1;
  }

  private AgentProcess start(int index) throws Exception {
    return AgentProcess.start(
        node(index),
        dir,
        cache(index),
        broker.getAdvertisedListeners(),
        Map.of("HF_ENDPOINT", hub.url("")));
  }

  Path cache(int index) {
    return dir.resolve(node(index)).resolve("cache");
  }

  /** What an agent says that it has of the model's bytes, in hundredths. */
  int percentHeld(int index) {
    Matcher said = HELD.matcher(agents.get(index).output());
    assertThat(said.find()).as(agents.get(index).output()).isTrue();
    return (int) (100 * Long.parseLong(said.group(1)) / Long.parseLong(said.group(2)));
  }

  private static String node(int index) {
    return "node-" + index;
  }

  private static String roleId(int index) {
    return CHAINED + (index == hostIndex() ? "/verifier/0" : "/stage/" + index);
  }

  /** Assigns the chain as it is now, and waits until its host says that it serves. */
  NodeRecord assign(HiddenStates states) throws Exception {
    long now = ++epoch;
    for (int i = 0; i < stages(); i++) {
      AssignmentRecord.Builder record =
          AssignmentRecord.newBuilder()
              .setVersion(1)
              .setRecordEpoch(now)
              .setNode(node(i))
              .addRoles(stage(i, states));
      if (i == hostIndex()) {
        record.addRoles(role(WHOLE + "/verifier/0", WHOLE, Role.ROLE_VERIFIER));
      }
      topics.assign(record.build());
    }
    return topics.await(
        record ->
            record.getNode().equals(node(hostIndex()))
                && record.getAssignmentEpoch() == now
                && record.getRolesList().stream()
                    .allMatch(role -> role.getState() == RoleState.READY));
  }

  /** What a node reports of its part in the chain. */
  ObservedRole awaitRole(int index, Predicate<ObservedRole> wanted) throws Exception {
    return topics
        .await(record -> record.getNode().equals(node(index)) && wanted.test(record.getRoles(0)))
        .getRoles(0);
  }

  private RoleAssignment stage(int index, HiddenStates states) {
    Chain.Builder chain = Chain.newBuilder().setHiddenStates(states);
    for (int i = 0; i < stages(); i++) {
      chain.addStages(place(i));
    }
    Role role = index == hostIndex() ? Role.ROLE_VERIFIER : Role.ROLE_STAGE;
    return role(roleId(index), CHAINED, role).toBuilder()
        .setFirstLayer(BOUNDS[index])
        .setLastLayer(BOUNDS[index + 1])
        .setChain(chain)
        .setChunks(chunks)
        .build();
  }

  private StagePlace place(int index) {
    return StagePlace.newBuilder()
        .setRoleId(roleId(index))
        .setNode(node(index))
        .setSite(SITE)
        .setAddress("127.0.0.1:" + ports.get(index))
        .setFirstLayer(BOUNDS[index])
        .setLastLayer(BOUNDS[index + 1])
        .build();
  }

  private RoleAssignment role(String id, String uid, Role role) {
    return RoleAssignment.newBuilder()
        .setId(id)
        .setService("default/" + uid)
        .setServiceUid(uid)
        .setPlanEpoch(PLAN)
        .setRole(role)
        .setModel(model)
        .setPrecision(Precision.FP32)
        .setKvBytes(16 << 20)
        .build();
  }

  RouterStream stream() {
    return new RouterStream(WorkerGrpc.newStub(host));
  }

  /**
   * What a stage says to a caller that has no part in its chain, before it hangs up.
   *
   * @param change makes a greeting that would be heard one that is not
   */
  String refusal(int index, UnaryOperator<Hello.Builder> change) throws Exception {
    Hello hello =
        Hello.newBuilder()
            .setRoleId(roleId(index))
            .setPlanEpoch(PLAN)
            .setHostBoot("a stranger's")
            .setIncarnation(Long.MAX_VALUE)
            .setFirstLayer(BOUNDS[index])
            .setHiddenSize(64)
            .build();
    CompletableFuture<String> refused = new CompletableFuture<>();
    try (AgentChannels channels =
        new AgentChannels(
            SITE, InsecureChannelCredentials.create(), elsewhere -> Optional.empty())) {
      new GrpcDialer(channels)
          .pass(
              place(index),
              change.apply(hello.toBuilder()).build(),
              new LinkListener<>() {
                @Override
                public void came(StageReply reply) {
                  refused.complete("heard: " + reply);
                }

                @Override
                public void lost(String why) {
                  refused.complete(why);
                }
              });
      return refused.get(60, TimeUnit.SECONDS);
    }
  }

  /** From the next assignment on the stage is reached through one that may lie. */
  LyingStage behindALiar(int index) throws IOException {
    LyingStage liar = new LyingStage(ports.get(index));
    ports.set(index, liar.port());
    return liar;
  }

  /** From the next assignment on the stage is reached at its own address. */
  void withoutLiar(int index) throws Exception {
    ports.set(index, agents.get(index).port());
  }

  /** kill -9, and a new process in its place, which starts from the assignment on its disk. */
  void killAndStart(int index) throws Exception {
    agents.get(index).close();
    assertThat(index).as("the host keeps the sessions").isNotEqualTo(hostIndex());
    agents.set(index, start(index));
    ports.set(index, agents.get(index).port());
  }

  @Override
  public void close() {
    host.shutdownNow();
    agents.forEach(AgentProcess::close);
    topics.close();
    broker.close();
    hub.close();
  }
}
