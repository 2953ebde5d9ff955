package dev.isthmus.agent.start;

import dev.isthmus.agent.assign.Assigner;
import dev.isthmus.agent.assign.AssignmentStore;
import dev.isthmus.agent.assign.Models;
import dev.isthmus.agent.assign.RunningRoles;
import dev.isthmus.agent.assign.ThreadWorkshop;
import dev.isthmus.agent.link.AgentChannels;
import dev.isthmus.agent.link.HeldStreams;
import dev.isthmus.agent.report.FleetMeters;
import dev.isthmus.agent.report.NodeIdentity;
import dev.isthmus.agent.report.NodeReporter;
import dev.isthmus.agent.report.Pulse;
import dev.isthmus.agent.report.RecordSink;
import dev.isthmus.agent.report.RoleTraces;
import dev.isthmus.agent.schedule.RoleEngine;
import dev.isthmus.agent.schedule.ServeLimits;
import dev.isthmus.agent.serve.WorkerServer;
import dev.isthmus.protocol.secure.SecurityReload;
import dev.isthmus.protocol.secure.SiteGuard;
import dev.isthmus.protocol.secure.TransportSecurity;
import dev.isthmus.protocol.v1.AssignmentRecord;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/**
 * One agent: its server, the roles that it runs, and what it reports. Starts from the assignment on
 * disk; records from Kafka come when they come.
 */
public final class Agent implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Agent.class);

  /** How often it is looked whether the chains of this node's roles are whole. */
  private static final long REFRESH_MILLIS = 500;

  private final ThreadWorkshop workshop = new ThreadWorkshop();
  private final ScheduledExecutorService pulse =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "pulse"));
  private final RunningRoles roles;
  private final AgentChannels channels;
  private final WorkerServer server;
  private final HeldStreams held;
  private final NodeReporter reporter;
  private final Assigner assigner;
  private final RoleStarter starter;
  private final Departure departure;
  private final RoleTraces traces;
  private final AtomicBoolean left = new AtomicBoolean();

  /**
   * @param security of gRPC
   * @param channels to other agents; closed with this one
   * @param identity of the node, given the port that was had
   * @throws IOException where the port cannot be had
   */
  public Agent(
      AgentSettings settings,
      TransportSecurity security,
      ServeLimits limits,
      Models models,
      RunningRoles roles,
      AgentChannels channels,
      IntFunction<NodeIdentity> identity,
      RecordSink nodes,
      RecordSink heartbeats,
      MeterRegistry registry,
      RoleTraces traces)
      throws IOException {
    this.roles = roles;
    this.channels = channels;
    this.traces = traces;
    new FleetMeters(registry, roles);
    server =
        new WorkerServer(
            settings.node(),
            settings.grpc(),
            security.server(),
            new SiteGuard(settings.admitted()),
            roles);
    held =
        new HeldStreams(
            settings.node(), server.own(), settings.attach(), channels, System::nanoTime);
    NodeIdentity self = identity.apply(server.port());
    reporter = new NodeReporter(self, nodes);
    starter = new RoleStarter(self, limits, registry, channels);
    assigner =
        new Assigner(
            new AssignmentStore(settings.dataDir()),
            models,
            roles,
            workshop,
            starter,
            now -> {
              traces.observed(now);
              reporter.observed(now);
            });
    departure = new Departure(reporter, roles, settings.drain(), System::nanoTime);
    workshop.event(assigner::resume);
    workshop.event(reporter::retry);
    pulse.scheduleAtFixedRate(
        new Pulse(self, heartbeats, reporter), 0, Pulse.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    pulse.scheduleAtFixedRate(
        () -> workshop.event(assigner::refresh), 0, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
    SecurityReload.of(security, LOG::warn).every(pulse);
    LOG.infof(
        "agent node=%s site=%s address=%s held=%s boot=%s memory=%d threads=%d",
        self.node(),
        self.site(),
        self.address(),
        settings.attach(),
        self.bootId(),
        settings.memoryBytes(),
        settings.threads());
  }

  /**
   * Takes a record from Kafka; any thread.
   *
   * @param trace header of its trace, null where it has none
   */
  public void desire(AssignmentRecord record, byte[] trace) {
    workshop.event(
        () -> {
          traces.assigned(record, trace);
          assigner.desire(record);
        });
  }

  public int port() {
    return server.port();
  }

  /** Leaves: no new sessions, running ones end or are moved by their routers, then the end. */
  @Override
  public void close() {
    if (!left.compareAndSet(false, true)) {
      return;
    }
    departure.run();
    pulse.shutdownNow();
    workshop.close();
    roles.all().forEach(RoleEngine::close);
    starter.close();
    held.close();
    channels.close();
    server.close();
    LOG.info("agent left");
  }
}
