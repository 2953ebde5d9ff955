package dev.isthmus.router.start;

import dev.isthmus.engine.draft.PromptLookup;
import dev.isthmus.planner.mode.ModeEconomics;
import dev.isthmus.protocol.secure.SecurityReload;
import dev.isthmus.protocol.secure.TransportSecurity;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.router.mode.Gate;
import dev.isthmus.router.openai.Api;
import dev.isthmus.router.report.RecordSink;
import dev.isthmus.router.report.RouterMeters;
import dev.isthmus.router.report.RouterReporter;
import dev.isthmus.router.report.RouterReporter.RouterIdentity;
import dev.isthmus.router.report.SessionLog;
import dev.isthmus.router.report.UseCounts;
import dev.isthmus.router.report.Watches;
import dev.isthmus.router.rounds.Rounds;
import dev.isthmus.router.route.RouteLoader;
import dev.isthmus.router.route.RouteStore;
import dev.isthmus.router.route.Routes;
import dev.isthmus.router.route.Surroundings;
import dev.isthmus.router.route.TextCache;
import dev.isthmus.router.route.TextReader;
import dev.isthmus.router.session.SessionTools;
import dev.isthmus.router.session.Sessions;
import dev.isthmus.router.worker.PulseTiming;
import dev.isthmus.router.worker.TextFetch;
import dev.isthmus.router.worker.WorkerPaths;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One router: its API, its relay, its sessions, and what it reports. */
public final class RouterNode implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(RouterNode.class);
  private static final int EVENT_THREADS = 2;
  private static final Duration FETCH_LIMIT = Duration.ofSeconds(30);
  private static final Duration ROUTE_RETRY = Duration.ofSeconds(1);
  private static final int HEARTBEAT_SECONDS = 5;
  private static final int REPORT_SECONDS = 2;
  private static final double SWITCH_GAIN = 0.15;

  private final RouterSettings settings;
  private final TransportSecurity security;
  private final EventLoopGroup loops = new NioEventLoopGroup(EVENT_THREADS);
  private final ScheduledExecutorService timer = thread("pulse");
  private final ScheduledExecutorService chores = thread("routes");
  private final SecureRandom random = new SecureRandom();
  private final Routes routes = new Routes();
  private final UseCounts uses = new UseCounts();
  private final WorkerPaths paths;
  private final SiteRelay relay;
  private final Rounds rounds;
  private final RouterMeters meters;
  private final Sessions sessions;
  private final RouterReporter reporter;
  private final RouteLoader loader;
  private final Api api;

  /** The Kafka topics that a router writes. */
  public record Sinks(RecordSink routers, RecordSink heartbeats, RecordSink sessions) {}

  /**
   * @param security of gRPC
   * @param kafka how the broker is reached
   * @throws IOException where the relay's port cannot be had
   */
  public RouterNode(
      RouterSettings settings,
      TransportSecurity security,
      Clock clock,
      TextReader texts,
      Map<String, Object> kafka,
      Sinks sinks,
      MeterRegistry registry)
      throws IOException {
    this.settings = settings;
    this.security = security;
    relay = new SiteRelay(settings, security, loops, timer, this::unguessable, System::nanoTime);
    rounds =
        new Rounds(
            settings.place(),
            kafka,
            relay.calls(),
            registry.counter("isthmus_router_parked_records", "channel", "rounds")::increment,
            this::unguessable,
            timer,
            System::nanoTime,
            RouterNode::sleep);
    paths =
        new WorkerPaths(
            security.channel(),
            loops,
            rounds::connect,
            timer,
            PulseTiming.STANDARD,
            System::nanoTime);
    Surroundings surroundings =
        new Surroundings(
            settings.site(),
            relay::address,
            settings.peers(),
            "127.0.0.1:" + relay.port(),
            settings.kafkaOnly());
    Gate gate = new Gate(surroundings, paths, new ModeEconomics(SWITCH_GAIN), System::nanoTime);
    meters = new RouterMeters(registry, this::openSessions);
    SessionLog log = new SessionLog(settings.site(), settings.router(), clock, sinks.sessions());
    SessionTools tools =
        new SessionTools(
            gate,
            routes::current,
            PromptLookup::standard,
            new Watches(List.of(log, meters, uses)),
            clock,
            System::nanoTime,
            RouterNode::sleep,
            SessionTools.Limits.STANDARD);
    sessions =
        new Sessions(
            tools,
            Executors.newCachedThreadPool(task -> new Thread(task, "session")),
            this::unguessable,
            settings.maxSessions());
    reporter =
        new RouterReporter(
            new RouterIdentity(
                settings.router(),
                settings.site(),
                UUID.randomUUID().toString(),
                settings.url(),
                clock.millis()),
            paths,
            routes,
            gate,
            uses,
            clock,
            sinks.routers(),
            sinks.heartbeats());
    loader =
        new RouteLoader(
            surroundings,
            paths,
            routes,
            new TextCache(settings.cacheDir().resolve("texts"), new TextFetch(FETCH_LIMIT)),
            texts,
            new RouteStore(settings.dataDir().resolve("routes")),
            chores,
            ROUTE_RETRY,
            reporter::applied);
    api = new Api(routes, sessions, random, settings.maxBody());
  }

  /** Begins with what is on disk, and begins to report. */
  public void start() {
    rounds.start();
    loader.start();
    chores.scheduleAtFixedRate(reporter::beat, 0, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    chores.scheduleAtFixedRate(reporter::report, REPORT_SECONDS, REPORT_SECONDS, TimeUnit.SECONDS);
    SecurityReload.of(security, LOG::warn).every(chores);
    LOG.infof(
        "router %s of site %s: API %s, relay port %d",
        settings.router(), settings.site(), settings.url(), relay.port());
  }

  public Api api() {
    return api;
  }

  public RouterMeters meters() {
    return meters;
  }

  /** A newer route, from Kafka. */
  public void route(RouteRecord record) {
    loader.accept(record);
  }

  /** A node of this site, from Kafka. */
  public void node(NodeRecord record) {
    relay.accept(record);
  }

  /** Whether a service can be asked for. */
  public boolean isServing() {
    return !routes.isEmpty() && !sessions.isDraining();
  }

  /** Takes no more requests and lets the running ones end, within the limit that is set. */
  public void drain() throws InterruptedException {
    LOG.infof("draining %d sessions", sessions.open());
    reporter.leaving();
    boolean all = sessions.drain(settings.drain());
    LOG.info(all ? "drained" : "the drain limit passed; what still ran was ended");
  }

  @Override
  public void close() {
    timer.shutdownNow();
    chores.shutdownNow();
    rounds.close();
    relay.close();
    paths.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private Number openSessions() {
    return sessions == null ? 0 : sessions.open();
  }

  private static void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  private String unguessable() {
    byte[] id = new byte[12];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
