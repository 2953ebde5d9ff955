package dev.isthmus.agent.start;

import dev.isthmus.agent.assign.ChildPreparer;
import dev.isthmus.agent.assign.EngineModels;
import dev.isthmus.agent.assign.EngineRoom;
import dev.isthmus.agent.assign.RunningRoles;
import dev.isthmus.agent.assign.TextFiles;
import dev.isthmus.agent.assign.TextStore;
import dev.isthmus.agent.experts.SpreadExperts;
import dev.isthmus.agent.link.AgentChannels;
import dev.isthmus.agent.link.GrpcExperts;
import dev.isthmus.agent.report.ExpertMeters;
import dev.isthmus.agent.report.NodeIdentity;
import dev.isthmus.agent.report.RoleTraces;
import dev.isthmus.agent.schedule.ServeLimits;
import dev.isthmus.engine.runtime.StopSignals;
import dev.isthmus.protocol.secure.TlsFiles;
import dev.isthmus.protocol.secure.TransportSecurity;
import dev.isthmus.protocol.v1.Capacity;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds the agent when the process starts and lets it leave when the process is stopped. */
@ApplicationScoped
public class AgentBean {

  private final AgentSettings settings;
  private final TransportSecurity security;
  private final ServeLimits limits;
  private final KafkaChannels channels;
  private final MeterRegistry registry;
  private final OpenTelemetry telemetry;
  private final String version;
  private Agent agent;

  AgentBean(
      Config config,
      KafkaChannels channels,
      MeterRegistry registry,
      OpenTelemetry telemetry,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.settings = AgentSettings.of(config);
    this.security =
        TransportSecurity.of(TlsFiles.of(name -> config.getOptionalValue(name, String.class)));
    this.limits = ServeSettings.of(config);
    this.channels = channels;
    this.registry = registry;
    this.telemetry = telemetry;
    this.version = version;
  }

  void start(@Observes StartupEvent event) throws IOException {
    TextStore texts = new TextStore(settings.dataDir());
    RunningRoles roles = new RunningRoles(texts);
    AgentChannels dialed = new AgentChannels(settings.site(), security.channel(), settings.peers());
    RoleTraces traces = new RoleTraces(telemetry.getTracer("dev.isthmus.agent"), settings.node());
    agent =
        new Agent(
            settings,
            security,
            limits,
            models(texts, roles, dialed),
            roles,
            dialed,
            this::identity,
            channels.nodeSink(traces::header),
            channels.heartbeatSink(),
            registry,
            traces);
    channels.onAssignment(agent::desire);
    StopSignals.on(signal -> Quarkus.asyncExit(0));
  }

  private EngineModels models(TextStore texts, RunningRoles roles, AgentChannels dialed) {
    EngineRoom room = settings.engineRoom();
    return new EngineModels(
        room,
        Opening.of(room),
        new TextFiles(texts),
        new ChildPreparer(ChildJvm.command(PrepareCommand.arguments(room))),
        System::nanoTime,
        roles::memoryBytes,
        (role, digest) ->
            new SpreadExperts(
                role,
                digest,
                new GrpcExperts(dialed, roles),
                new ExpertMeters(registry, role.getService()),
                Thread::sleep,
                System::nanoTime));
  }

  void stop(@Observes ShutdownEvent event) {
    if (agent != null) {
      agent.close();
    }
  }

  boolean serves() {
    return agent != null;
  }

  private NodeIdentity identity(int port) {
    return new NodeIdentity(
        settings.node(),
        settings.site(),
        settings.pool(),
        UUID.randomUUID().toString(),
        StartTime.next(settings.dataDir(), Clock.systemUTC()),
        settings.address(port),
        Capacity.newBuilder()
            .setMemoryBytes(settings.memoryBytes())
            .setCpus(Runtime.getRuntime().availableProcessors())
            .setDiskBytes(settings.dataDir().toFile().getFreeSpace())
            .build(),
        version);
  }
}
