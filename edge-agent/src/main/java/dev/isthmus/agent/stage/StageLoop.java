package dev.isthmus.agent.stage;

import dev.isthmus.agent.schedule.RoleEngine;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.protocol.v1.Collecting;
import dev.isthmus.protocol.v1.Hello;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StageReply;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * A stage's thread: whatever streams bring is put into its queue and done in order. Steps that are
 * in the air are bounded by the chain's host, so the queue is too.
 */
public final class StageLoop implements RoleEngine {

  private static final Logger LOG = Logger.getLogger(StageLoop.class);

  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final StepEngine engine;
  private final StageJoint joint;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param node this node's name
   */
  public StageLoop(String node, RoleAssignment role, StepEngine engine, StageDialer dialer) {
    this.engine = engine;
    this.joint = new StageJoint(node, role, engine, dialer, this::submit);
    this.thread = new Thread(this::run, "stage-" + engine.info().range().first());
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  public void hello(Hello hello, Link<StageReply> previous) {
    submit(() -> joint.hello(hello, previous));
  }

  public void frame(Link<StageReply> previous, StageFrame frame) {
    submit(() -> joint.frame(previous, frame));
  }

  public void collect(Collecting collecting, Link<StageFrame> next) {
    submit(() -> joint.collect(collecting, next));
  }

  public void reply(Link<StageFrame> next, StageReply reply) {
    submit(() -> joint.reply(next, reply));
  }

  /** A stream that was opened here ended. */
  public void gone(Link<?> link, String why) {
    submit(() -> joint.lost(link, why));
  }

  @Override
  public void assigned(RoleAssignment latest) {
    submit(() -> joint.assigned(latest));
  }

  @Override
  public EngineInfo info() {
    return engine.info();
  }

  @Override
  public KvUse kvUse() {
    return engine.kvUse();
  }

  /** A stage is ready when it could be joined; whether the chain is whole its host says. */
  @Override
  public String waiting() {
    return "";
  }

  @Override
  public Optional<Profile> profile() {
    return Optional.empty();
  }

  private void submit(Runnable event) {
    inbox.add(event);
  }

  private void run() {
    try {
      while (!closed) {
        guarded(inbox.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      joint.close();
    }
  }

  private static void guarded(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("a stage could not take what came", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    submit(() -> {});
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
