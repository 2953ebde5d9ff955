package dev.isthmus.router.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.mode.Mode;
import dev.isthmus.protocol.attach.HeldStream;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.worker.ListenAddress;
import dev.isthmus.router.fake.FakeWorker;
import dev.isthmus.router.fake.Recorder;
import dev.isthmus.router.fake.Rig;
import dev.isthmus.router.fake.ToyModel;
import dev.isthmus.router.fake.ToyTokenizer;
import dev.isthmus.router.relay.CallRelay;
import dev.isthmus.router.relay.RelayChannels;
import dev.isthmus.router.relay.RelayServer;
import dev.isthmus.router.relay.SiteNodes;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent that nobody dials: it holds a stream to the relay and is reached over it. */
class HeldStreamTest {

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger names = new AtomicInteger();
  private final Attachments attachments =
      new Attachments(loops, timer, () -> "c" + names.incrementAndGet(), System::nanoTime);
  private final RelayChannels channels =
      new RelayChannels(InsecureChannelCredentials.create(), loops);
  private final ToyModel model = new ToyModel(0);
  private final FakeWorker agent = new FakeWorker(model);
  private final Rig rig = new Rig().offlineAfter(Duration.ofMinutes(1));
  private final List<HeldStream> streams = new CopyOnWriteArrayList<>();
  private RelayServer relay;

  @BeforeEach
  void start() throws IOException {
    relay =
        new RelayServer(
            ListenAddress.loopback(),
            InsecureServerCredentials.create(),
            new CallRelay(new SiteNodes(attachments::address), channels),
            attachments.service().definition(),
            loops);
    rig.worker("nat-0", dial(), Role.ROLE_VERIFIER).promptLookup();
  }

  @AfterEach
  void close() {
    rig.close();
    streams.forEach(HeldStream::close);
    relay.close();
    attachments.close();
    timer.shutdownNow();
    agent.close();
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void aSessionIsTheSameAsOneThatWasDialled(Mode mode) throws InterruptedException {
    held();
    assertWhole(rig.run(rig.request("over there", 9, 100, mode)), 9, 100);
    agent.awaitSessions(0);
  }

  @Test
  void aSessionGoesOnOverTheNextHeldStreamWhenTheFirstIsLost() {
    HeldStream first = held();
    Recorder got =
        new Recorder(
            tokens -> {
              if (tokens == 30) {
                first.close();
                held();
              }
            });
    rig.sessions.run(rig.request("over there", 4, 90, Mode.CLOUD), got);
    assertWhole(got, 4, 90);
  }

  @Test
  void aSessionThatStandsStillHoldsUpNoOther() {
    held();
    int prompt = new ToyTokenizer().encode("over there", false).length;
    CompletableFuture<Recorder> still = new CompletableFuture<>();
    agent.holdAt(prompt + 70);
    Thread slow =
        new Thread(() -> still.complete(rig.run(rig.request("over there", 1, 90, Mode.CLOUD))));
    slow.start();
    for (int seed = 2; seed < 10; seed++) {
      assertWhole(rig.run(rig.request("over there", seed, 60, Mode.CLOUD)), seed, 60);
    }
    assertThat(still).isNotDone();
    agent.release();
    assertWhole(still.join(), 1, 90);
  }

  @Test
  void whoHoldsNoStreamIsRefusedByItsName() {
    Recorder got = rig.run(rig.request("over there", 1, 5, Mode.CLOUD));
    assertThat(got.failure.message()).contains("no node nat-0 at this site");
  }

  /** Whether it is there already does not matter: sessions try again until it is. */
  private HeldStream held() {
    String[] server = agent.address().split(":");
    HeldStream held =
        new HeldStream(
            new HeldStream.Self(
                "nat-0",
                () -> List.of("nat-0"),
                new InetSocketAddress(server[0], Integer.parseInt(server[1]))),
            () -> channels.connect(dial()),
            loops,
            System::nanoTime,
            (now, why) -> {});
    held.start();
    streams.add(held);
    return held;
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
