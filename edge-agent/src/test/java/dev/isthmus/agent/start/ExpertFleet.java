package dev.isthmus.agent.start;

import dev.isthmus.agent.serve.RouterStream;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertSpread;
import dev.isthmus.protocol.v1.ExpertsGrpc;
import dev.isthmus.protocol.v1.LayerExperts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import dev.isthmus.protocol.v1.WorkerGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Agents as processes, each with some experts of a model of two layers with five experts; the first
 * has the layers too, and the whole model beside them, to compare with. What an operator would
 * assign is assigned by hand.
 */
final class ExpertFleet implements AutoCloseable {

  static final String APART = "apart";
  static final String WHOLE = "whole";
  private static final int AGENTS = 4;
  static final long PLAN = 3;

  private static final ModelRef MODEL =
      ModelRef.newBuilder()
          .setPackage("default/tiny")
          .setUri("file:fixtures/gguf-qwen2-moe/model.gguf")
          .build();

  private final Path dir;
  private final EmbeddedKafkaBroker broker;
  private final ControlTopics topics;
  private final List<AgentProcess> agents = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private long epoch = 1;

  ExpertFleet(Path dir) throws Exception {
    this.dir = dir;
    this.broker =
        new EmbeddedKafkaBroker()
            .withNodeId(0)
            .withKafkaPort(0)
            .withDeleteLogDirsOnClose(true)
            .withAdditionalProperties(it -> it.put("auto.create.topics.enable", "false"))
            .start();
    this.topics = new ControlTopics(broker.getAdvertisedListeners());
    for (int i = 0; i < AGENTS; i++) {
      agents.add(AgentProcess.start(node(i), dir, broker.getAdvertisedListeners()));
    }
    for (AgentProcess agent : agents) {
      channels.add(
          NettyChannelBuilder.forAddress("127.0.0.1", agent.port()).usePlaintext().build());
    }
  }

  private static String node(int index) {
    return "node-" + index;
  }

  static String home(int index) {
    return APART + "/experts/" + index;
  }

  /**
   * Assigns experts, and waits until all is ready.
   *
   * @param experts of both layers for each home, as ranges; agents beyond them get nothing
   */
  void assign(String... experts) throws Exception {
    long now = ++epoch;
    ExpertSpread spread = spread(experts);
    for (int i = 0; i < AGENTS; i++) {
      AssignmentRecord.Builder record =
          AssignmentRecord.newBuilder().setVersion(1).setRecordEpoch(now).setNode(node(i));
      if (i < experts.length) {
        record.addRoles(role(home(i), APART, Role.ROLE_EXPERTS).setExperts(spread));
      }
      if (i == 0) {
        record
            .addRoles(role(APART + "/verifier/0", APART, Role.ROLE_VERIFIER).setExperts(spread))
            .addRoles(role(WHOLE + "/verifier/0", WHOLE, Role.ROLE_VERIFIER));
      }
      topics.assign(record.build());
    }
    Set<String> ready = new HashSet<>();
    topics.await(
        record -> {
          if (record.getAssignmentEpoch() == now
              && record.getRolesList().stream()
                  .allMatch(role -> role.getState() == RoleState.READY)) {
            ready.add(record.getNode());
          }
          return ready.size() == AGENTS;
        });
  }

  private ExpertSpread spread(String... experts) throws Exception {
    ExpertSpread.Builder spread = ExpertSpread.newBuilder();
    for (int i = 0; i < experts.length; i++) {
      ExpertHome.Builder home =
          ExpertHome.newBuilder()
              .setRoleId(home(i))
              .setNode(node(i))
              .setSite("edge")
              .setAddress("127.0.0.1:" + agents.get(i).port());
      for (int layer = 0; layer < 2; layer++) {
        home.addLayers(LayerExperts.newBuilder().setLayer(layer).setExperts(experts[i]));
      }
      spread.addHomes(home);
    }
    return spread.build();
  }

  private static RoleAssignment.Builder role(String id, String uid, Role role) {
    return RoleAssignment.newBuilder()
        .setId(id)
        .setService("default/" + uid)
        .setServiceUid(uid)
        .setPlanEpoch(PLAN)
        .setRole(role)
        .setModel(MODEL)
        .setPrecision(Precision.INT4)
        .setKvBytes(16 << 20);
  }

  RouterStream stream() {
    return new RouterStream(WorkerGrpc.newStub(channels.get(0)));
  }

  ExpertsGrpc.ExpertsBlockingStub experts(int index) {
    return ExpertsGrpc.newBlockingStub(channels.get(index));
  }

  /** kill -9. */
  void kill(int index) {
    agents.get(index).close();
  }

  /** A new process in its place. */
  void start(int index) throws Exception {
    agents.set(index, AgentProcess.start(node(index), dir, broker.getAdvertisedListeners()));
    channels.get(index).shutdownNow();
    channels.set(
        index,
        NettyChannelBuilder.forAddress("127.0.0.1", agents.get(index).port())
            .usePlaintext()
            .build());
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    agents.forEach(AgentProcess::close);
    topics.close();
    broker.close();
  }
}
