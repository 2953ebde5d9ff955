package dev.isthmus.agent.experts;

import dev.isthmus.agent.schedule.RoleEngine;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.ExpertEngine;
import dev.isthmus.engine.runtime.ExpertUse;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.protocol.v1.ExpertsReply;
import dev.isthmus.protocol.v1.ExpertsRequest;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A home of experts at work: requests are computed one after another on a thread of its own. */
public final class HomeLoop implements RoleEngine {

  private final ExpertEngine engine;
  private final HomeDesk desk;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(HomeLoop::daemon);
  private volatile RoleAssignment role;

  public HomeLoop(RoleAssignment role, ExpertEngine engine) {
    this.role = role;
    this.engine = engine;
    this.desk = new HomeDesk(engine);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "experts");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns at once; fails with an {@link ExpertsRefusedException} by name of what is wrong. */
  public CompletableFuture<ExpertsReply> compute(ExpertsRequest request) {
    return CompletableFuture.supplyAsync(() -> desk.compute(role, request), thread);
  }

  @Override
  public EngineInfo info() {
    return engine.info();
  }

  /** How well the experts in memory meet what is asked for. */
  public ExpertUse use() {
    return engine.use();
  }

  @Override
  public KvUse kvUse() {
    return new KvUse(0, 0, 0);
  }

  @Override
  public String waiting() {
    return "";
  }

  @Override
  public Optional<Profile> profile() {
    return Optional.empty();
  }

  @Override
  public void assigned(RoleAssignment latest) {
    role = latest;
  }

  /** What is being computed is finished first. */
  @Override
  public void close() {
    thread.execute(engine::close);
    thread.shutdown();
  }
}
