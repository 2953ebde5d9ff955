package dev.isthmus.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.mode.Mode;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.worker.ListenAddress;
import dev.isthmus.router.attach.Attachments;
import dev.isthmus.router.fake.FakeWorker;
import dev.isthmus.router.fake.Faults;
import dev.isthmus.router.fake.Recorder;
import dev.isthmus.router.fake.Rig;
import dev.isthmus.router.fake.ToyModel;
import dev.isthmus.router.fake.ToyTokenizer;
import dev.isthmus.router.session.Failure;
import dev.isthmus.router.worker.TextFetch;
import dev.isthmus.router.worker.WorkerAddress;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RelayTest {

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final ToyModel model = new ToyModel(0);
  private final FakeWorker agent = new FakeWorker(model);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Attachments attachments =
      new Attachments(loops, timer, () -> "connection", System::nanoTime);
  private final SiteNodes nodes = new SiteNodes(node -> attachments.address(node));
  private final Rig rig = new Rig().offlineAfter(Duration.ofSeconds(5));
  private RelayServer relay;

  @BeforeEach
  void start() throws IOException {
    relay =
        new RelayServer(
            ListenAddress.loopback(),
            InsecureServerCredentials.create(),
            new CallRelay(nodes, new RelayChannels(InsecureChannelCredentials.create(), loops)),
            attachments.service().definition(),
            loops);
    nodes.accept(NodeRecord.newBuilder().setNode("cloud-0").setAddress(agent.address()).build());
  }

  @AfterEach
  void close() {
    rig.close();
    relay.close();
    attachments.close();
    timer.shutdownNow();
    agent.close();
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void aSessionOverTheRelayIsTheSameAsOneBesideTheAgent(Mode mode) throws InterruptedException {
    rig.worker("cloud-0", dial(), Role.ROLE_VERIFIER).promptLookup();
    Recorder got = rig.run(rig.request("over there", 9, 100, mode));
    assertWhole(got, 9, 100);
    agent.awaitSessions(0);
  }

  @Test
  void streamsThatBreakBehindTheRelayAreOpenedAgain() {
    rig.worker("cloud-0", dial(), Role.ROLE_VERIFIER);
    for (int seed = 0; seed < 10; seed++) {
      agent.faults(Faults.random(new SplittableRandom(seed), 4));
      assertWhole(rig.run(rig.request("over there", seed, 60, Mode.CLOUD)), seed, 60);
    }
  }

  @Test
  void aNodeThatIsNotOfThisSiteIsRefusedByItsName() {
    rig.worker("cloud-7", dial(), Role.ROLE_VERIFIER);
    Recorder got = rig.run(rig.request("over there", 1, 5, Mode.CLOUD));
    assertThat(got.failure.kind()).isEqualTo(Failure.Kind.UNREACHABLE);
    assertThat(got.failure.message()).contains("no node cloud-7 at this site");
  }

  @Test
  void textFilesAreFetchedOverTheRelayByTheirDigest() throws IOException {
    byte[] text = "a tokenizer".repeat(1000).getBytes();
    String digest = agent.serve(text);
    var path = rig.paths.to(new WorkerAddress("cloud-0", "cloud", dial()));
    assertThat(new TextFetch(Duration.ofSeconds(5)).fetch(path, digest)).isEqualTo(text);
  }

  private String dial() {
    return "127.0.0.1:" + relay.port();
  }

  private void assertWhole(Recorder got, long seed, int tokens) {
    int[] prompt = new ToyTokenizer().encode("over there", false);
    assertThat(got.failure).isNull();
    assertThat(got.pieces.stream().map(piece -> piece.token().getId()).toList())
        .isEqualTo(model.generate(prompt, seed, prompt.length + tokens));
  }
}
