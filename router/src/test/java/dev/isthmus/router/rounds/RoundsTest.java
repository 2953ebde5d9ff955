package dev.isthmus.router.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.mode.Mode;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoundRecord;
import dev.isthmus.router.fake.FakeWorker;
import dev.isthmus.router.fake.Recorder;
import dev.isthmus.router.fake.Rig;
import dev.isthmus.router.fake.ToyModel;
import dev.isthmus.router.fake.ToyTokenizer;
import dev.isthmus.router.relay.CallRelay;
import dev.isthmus.router.relay.RelayChannels;
import dev.isthmus.router.relay.SiteNodes;
import dev.isthmus.router.session.Failure;
import dev.isthmus.router.worker.PulseTiming;
import dev.isthmus.router.worker.TextFetch;
import dev.isthmus.router.worker.WorkerAddress;
import dev.isthmus.router.worker.WorkerPath;
import io.grpc.InsecureChannelCredentials;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of a router at site edge with a verifier at site cloud, over topics in memory. */
class RoundsTest {

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger ids = new AtomicInteger();
  private final FakeKafka kafka = new FakeKafka(new SplittableRandom(7));
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final ToyModel model = new ToyModel(0);
  private final FakeWorker agent = new FakeWorker(model);
  private final RelayChannels channels =
      new RelayChannels(InsecureChannelCredentials.create(), loops);
  private Rig rig;

  @BeforeEach
  void start() {
    SiteNodes nodes = new SiteNodes(node -> Optional.empty());
    nodes.accept(NodeRecord.newBuilder().setNode("cloud-0").setAddress(agent.address()).build());
    OutgoingCalls outgoing =
        new OutgoingCalls(
            "edge-router", site -> "edge.out", kafka, () -> "c" + ids.incrementAndGet(), timer);
    IncomingCalls incoming =
        new IncomingCalls(
            "cloud",
            new CallRelay(nodes, channels),
            kafka,
            via -> via + ".in",
            timer,
            System::nanoTime);
    kafka.read((topic, key, record) -> route(topic, key, record, outgoing, incoming));
    rig =
        new Rig(
                new PulseTiming(
                    Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10)),
                Duration.ofSeconds(5),
                outgoing::connect)
            .offlineAfter(Duration.ofMinutes(1));
  }

  private void route(
      String topic,
      String key,
      RoundRecord record,
      OutgoingCalls outgoing,
      IncomingCalls incoming) {
    keys.add(key);
    if (topic.equals("edge.in")) {
      outgoing.accept(record);
    } else {
      incoming.accept("edge", key, record);
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    rig.close();
    kafka.end();
    timer.shutdownNow();
    agent.close();
    channels.close();
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void aSessionIsTheSameAsOverGrpc(Mode mode) throws InterruptedException {
    verifier("cloud-0").promptLookup();
    assertWhole(rig.run(rig.request("over there", 9, 100, mode)), 9, 100);
    agent.awaitSessions(0);
  }

  @Test
  void allRecordsOfASessionHaveItsKey() {
    verifier("cloud-0");
    rig.run(rig.request("over there", 1, 10, Mode.CLOUD));
    assertThat(keys).contains("s1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void recordsThatComeTwiceChangeNothing(int seed) {
    verifier("cloud-0").promptLookup();
    kafka.faults(0.5, 0);
    assertWhole(rig.run(rig.request("over there", seed, 100, Mode.EDGE_DRAFT)), seed, 100);
  }

  @Test
  void aSessionWhoseRecordsAreLostIsOpenedAgainAndLosesNoToken() {
    verifier("cloud-0");
    for (int seed = 0; seed < 2; seed++) {
      kafka.faults(0.1, 0.02);
      assertWhole(rig.run(rig.request("over there", seed, 60, Mode.CLOUD)), seed, 60);
    }
  }

  @Test
  void aSessionGoesOnWhenTheBrokerIsBack() {
    verifier("cloud-0");
    Recorder got =
        new Recorder(
            tokens -> {
              if (tokens == 30) {
                kafka.away(true);
                timer.schedule(() -> kafka.away(false), 200, TimeUnit.MILLISECONDS);
              }
            });
    rig.sessions.run(rig.request("over there", 4, 200, Mode.CLOUD), got);
    assertWhole(got, 4, 200);
  }

  @Test
  void theRoundTripIsMeasuredAllTheWayToTheAgent() throws InterruptedException {
    verifier("cloud-0");
    rig.run(rig.request("over there", 1, 10, Mode.CLOUD));
    WorkerPath path = rig.paths.to(new WorkerAddress("cloud-0", "cloud", WorkerAddress.KAFKA));
    while (path.roundTripMillis().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(path.isAnswering()).isTrue();
  }

  @Test
  void aNodeThatIsNotThereIsRefusedByItsName() {
    verifier("cloud-7");
    Recorder got = rig.run(rig.request("over there", 1, 5, Mode.CLOUD));
    assertThat(got.failure.kind()).isEqualTo(Failure.Kind.UNREACHABLE);
    assertThat(got.failure.message()).contains("no node cloud-7 at this site");
  }

  @Test
  void aTextLargerThanARecordComesInParts() throws IOException {
    byte[] text = "a tokenizer".repeat(200_000).getBytes();
    String digest = agent.serve(text);
    var path = rig.paths.to(new WorkerAddress("cloud-0", "cloud", WorkerAddress.KAFKA));
    assertThat(new TextFetch(Duration.ofMinutes(1)).fetch(path, digest)).isEqualTo(text);
  }

  private Rig verifier(String node) {
    return rig.worker(node, "cloud", WorkerAddress.KAFKA, Role.ROLE_VERIFIER);
  }

  private void assertWhole(Recorder got, long seed, int tokens) {
    int[] prompt = new ToyTokenizer().encode("over there", false);
    assertThat(got.failure).isNull();
    assertThat(got.pieces.stream().map(piece -> piece.token().getId()).toList())
        .isEqualTo(model.generate(prompt, seed, prompt.length + tokens));
  }
}
