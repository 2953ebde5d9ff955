package dev.isthmus.agent.start;

import dev.isthmus.agent.assign.ChainProfile;
import dev.isthmus.agent.assign.LoadedRole;
import dev.isthmus.agent.assign.LoopStarter;
import dev.isthmus.agent.experts.HomeLoop;
import dev.isthmus.agent.link.AgentChannels;
import dev.isthmus.agent.link.GrpcDialer;
import dev.isthmus.agent.report.EngineMeters;
import dev.isthmus.agent.report.NodeIdentity;
import dev.isthmus.agent.schedule.EngineLoop;
import dev.isthmus.agent.schedule.LocalPipeline;
import dev.isthmus.agent.schedule.Pipeline;
import dev.isthmus.agent.schedule.RoleEngine;
import dev.isthmus.agent.schedule.ServeLimits;
import dev.isthmus.agent.stage.ChainPipeline;
import dev.isthmus.agent.stage.DialedLinks;
import dev.isthmus.agent.stage.HostStages;
import dev.isthmus.agent.stage.StageLoop;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.sample.GumbelChooser;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.worker.WorkerLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Puts loaded engines to work: on their own, as a stage, or as the host of a chain. */
final class RoleStarter implements LoopStarter, AutoCloseable {

  /** Of a message between stages, what is left for all but hidden states. */
  private static final int FRAME_HEAD_BYTES = 64 << 10;

  /** Room for as many joins as a process can make in a millisecond. */
  private static final long INCARNATIONS_PER_MILLI = 1024;

  private final NodeIdentity self;
  private final ServeLimits limits;
  private final MeterRegistry registry;
  private final GrpcDialer dialer;
  private final ScheduledExecutorService joining =
      Executors.newSingleThreadScheduledExecutor(RoleStarter::daemon);

  RoleStarter(
      NodeIdentity self, ServeLimits limits, MeterRegistry registry, AgentChannels channels) {
    this.self = self;
    this.limits = limits;
    this.registry = registry;
    this.dialer = new GrpcDialer(channels);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "chains");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public RoleEngine start(RoleAssignment role, LoadedRole loaded) {
    return switch (role.getRole()) {
      case ROLE_STAGE -> stage(role, loaded);
      case ROLE_EXPERTS -> new HomeLoop(role, loaded.home());
      default -> sessions(role, loaded);
    };
  }

  private RoleEngine stage(RoleAssignment role, LoadedRole loaded) {
    StageLoop stage = new StageLoop(self.node(), role, loaded.engine(), dialer);
    stage.start();
    return stage;
  }

  private RoleEngine sessions(RoleAssignment role, LoadedRole loaded) {
    String name = role.getRole().name().substring("ROLE_".length()).toLowerCase(Locale.ROOT);
    EngineLoop loop =
        new EngineLoop(
            name,
            role.getRole(),
            role.hasChain()
                ? chain(role, loaded)
                : new LocalPipeline(loaded.engine(), System::nanoTime),
            new GumbelChooser(),
            limits,
            System::nanoTime,
            new EngineMeters(registry, name, role.getService()));
    loop.start();
    return loop;
  }

  private Pipeline chain(RoleAssignment role, LoadedRole loaded) {
    EngineInfo info = loaded.engine().info();
    int rowBytes = info.architecture().hidden() * Float.BYTES;
    int mostRows = Math.max(2, (WorkerLimits.MAX_MESSAGE_BYTES - FRAME_HEAD_BYTES) / rowBytes);
    return new ChainPipeline(
        new HostStages(self.node(), loaded.engine(), mostRows),
        role.getChain().getStagesCount(),
        new DialedLinks(
            role,
            dialer,
            joining,
            self.bootId(),
            self.startedMillis() * INCARNATIONS_PER_MILLI,
            info),
        new ChainProfile(System::nanoTime, loaded.profile().getThreads()),
        System::nanoTime);
  }

  @Override
  public void close() {
    joining.shutdownNow();
  }
}
