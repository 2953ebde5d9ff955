package dev.isthmus.router.fake;

import dev.isthmus.engine.draft.PromptLookup;
import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.planner.mode.Mode;
import dev.isthmus.planner.mode.ModeEconomics;
import dev.isthmus.protocol.v1.OfflineMode;
import dev.isthmus.protocol.v1.OfflinePolicy;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import dev.isthmus.protocol.v1.SpeculationPolicy;
import dev.isthmus.router.mode.Gate;
import dev.isthmus.router.report.Watches;
import dev.isthmus.router.route.ModelText;
import dev.isthmus.router.route.Route;
import dev.isthmus.router.route.Served;
import dev.isthmus.router.route.Surroundings;
import dev.isthmus.router.session.GenerationRequest;
import dev.isthmus.router.session.SessionTools;
import dev.isthmus.router.session.SessionTools.Limits;
import dev.isthmus.router.session.Sessions;
import dev.isthmus.router.speculate.ModelSeat.DraftTiming;
import dev.isthmus.router.worker.PulseTiming;
import dev.isthmus.router.worker.WorkerPaths;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Sessions over real gRPC to fake workers, without HTTP and Kafka. */
public final class Rig implements AutoCloseable {

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<RouteWorker> workers = new ArrayList<>();
  public final WorkerPaths paths;
  private final Gate gate;
  public final Sessions sessions;
  private SpeculationPolicy speculation =
      SpeculationPolicy.newBuilder().setMaxDraftTokens(6).setAcceptancePrior(0.7).build();
  private Duration offlineAfter = Duration.ofSeconds(30);
  private OfflineMode offline = OfflineMode.REJECT;
  private boolean goesOnUnverified;

  public Rig() {
    this(new PulseTiming(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10)));
  }

  public Rig(PulseTiming pulse) {
    this(pulse, Duration.ofSeconds(5));
  }

  /**
   * @param start how long a new request waits for a verifier
   */
  public Rig(PulseTiming pulse, Duration start) {
    this(
        pulse,
        start,
        site -> {
          throw new IllegalStateException("no broker here");
        });
  }

  /**
   * @param way to a site's agents over Kafka
   */
  public Rig(PulseTiming pulse, Duration start, Function<String, ManagedChannel> way) {
    paths =
        new WorkerPaths(
            InsecureChannelCredentials.create(), loops, way, timer, pulse, System::nanoTime);
    gate =
        new Gate(
            new Surroundings(
                "edge", node -> Optional.empty(), site -> Optional.empty(), "127.0.0.1:1", false),
            paths,
            new ModeEconomics(0.1),
            System::nanoTime);
    Limits limits =
        new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(2),
            start,
            new DraftTiming(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1)),
            16,
            64);
    SessionTools tools =
        new SessionTools(
            gate,
            route -> route,
            PromptLookup::standard,
            new Watches(List.of()),
            Clock.systemUTC(),
            System::nanoTime,
            time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()),
            limits);
    sessions = new Sessions(tools, threads, () -> "s" + ids.incrementAndGet(), 64);
  }

  public Rig verifier(String node, FakeWorker worker) {
    return worker(node, worker.address(), Role.ROLE_VERIFIER);
  }

  public Rig drafter(String node, FakeWorker worker) {
    return worker(node, worker.address(), Role.ROLE_DRAFTER);
  }

  public Rig worker(String node, String address, Role role) {
    return worker(node, "edge", address, role);
  }

  public Rig worker(String node, String site, String address, Role role) {
    workers.add(
        RouteWorker.newBuilder()
            .setNode(node)
            .setSite(site)
            .setAddress(address)
            .setRole(role)
            .build());
    return this;
  }

  /** Acceptance rate of a source of drafts, over all sessions. */
  public double acceptance(String source) {
    return gate.figures(route()).acceptance(source);
  }

  public Rig maxDraftTokens(int most) {
    speculation = speculation.toBuilder().setMaxDraftTokens(most).build();
    return this;
  }

  public Rig promptLookup() {
    speculation = speculation.toBuilder().setPromptLookup(true).build();
    return this;
  }

  public Rig offlineAfter(Duration time) {
    offlineAfter = time;
    return this;
  }

  public Rig offline(OfflineMode mode) {
    offline = mode;
    return this;
  }

  /** Requests of now on ask for the draft model where they are cut off. */
  public Rig goesOnUnverified() {
    goesOnUnverified = true;
    return this;
  }

  public Route route() {
    return new Route(
        RouteRecord.newBuilder()
            .setService("default/toy")
            .setServiceUid("uid")
            .setModel("toy")
            .setContext(4096)
            .addStopIds(ToyModel.STOP)
            .addAllWorkers(workers)
            .setSpeculation(speculation)
            .setOffline(
                OfflinePolicy.newBuilder().setMode(offline).setAfterMillis(offlineAfter.toMillis()))
            .build());
  }

  public GenerationRequest request(String prompt, long seed, int maxTokens, Mode mode) {
    return request(prompt, seed, maxTokens, mode, List.of());
  }

  public GenerationRequest request(
      String prompt, long seed, int maxTokens, Mode mode, List<String> stops) {
    ToyTokenizer tokenizer = new ToyTokenizer();
    return new GenerationRequest(
        new Served(route(), new ModelText(tokenizer, Optional.empty())),
        tokenizer.encode(prompt, false),
        new Sampling(1, 0, 1, seed),
        maxTokens,
        stops,
        0,
        Optional.ofNullable(mode),
        goesOnUnverified);
  }

  /** Runs a session on the calling thread. */
  public Recorder run(GenerationRequest request) {
    Recorder recorder = new Recorder();
    sessions.run(request, recorder);
    return recorder;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    timer.shutdownNow();
    paths.close();
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }
}
