package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.protocol.v1.Collecting;
import dev.isthmus.protocol.v1.Hello;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.StageFacts;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StagePlace;
import dev.isthmus.protocol.v1.StageReply;
import dev.isthmus.protocol.v1.Welcome;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * How one stage is joined to those before and after it. A link that breaks breaks the whole chain,
 * which its host then joins anew with a higher incarnation; KV stays through all of it. Belongs to
 * the stage's thread.
 */
final class StageJoint implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(StageJoint.class);

  private final String node;
  private final StageDialer dialer;
  private final Consumer<Runnable> thread;
  private final StepEngine engine;
  private final StateSender sender;
  private final StageDesk desk;
  private RoleAssignment role;
  private String hostBoot = "";
  private Hello joined = Hello.getDefaultInstance();
  private Link<StageReply> previous;
  private Link<StageFrame> next;
  private Collecting collecting = Collecting.getDefaultInstance();
  private Link<StageFrame> collector;

  /**
   * @param thread runs what comes from elsewhere on the stage's thread
   */
  StageJoint(
      String node,
      RoleAssignment role,
      StepEngine engine,
      StageDialer dialer,
      Consumer<Runnable> thread) {
    this.node = node;
    this.role = role;
    this.engine = engine;
    this.dialer = dialer;
    this.thread = thread;
    this.sender = new StateSender(engine.info().maxRows());
    this.desk = new StageDesk(engine, sender);
  }

  void assigned(RoleAssignment latest) {
    role = latest;
  }

  void hello(Hello hello, Link<StageReply> from) {
    String refusal = StageChecks.refusal(hello, role, engine.info(), joined.getIncarnation());
    if (!refusal.isEmpty()) {
      from.end(refusal);
      return;
    }
    leave("the host joined the chain anew");
    if (!hello.getHostBoot().equals(hostBoot)) {
      desk.releaseAll();
      hostBoot = hello.getHostBoot();
    }
    joined = hello;
    previous = from;
    StagePlace after = ChainPlaces.after(role);
    if (after.equals(ChainPlaces.host(role.getChain()))) {
      joinCollector();
    } else {
      next = dialer.pass(after, helloTo(after), new FromNext(hello.getIncarnation()));
    }
  }

  private Hello helloTo(StagePlace after) {
    return joined.toBuilder()
        .setRoleId(after.getRoleId())
        .setFirstLayer(after.getFirstLayer())
        .build();
  }

  void collect(Collecting asked, Link<StageFrame> from) {
    if (Long.compareUnsigned(asked.getIncarnation(), joined.getIncarnation()) < 0) {
      from.end("StaleEpoch: the chain was joined anew");
      return;
    }
    if (collector != null) {
      collector.end("another one collects");
    }
    collecting = asked;
    collector = from;
    if (previous != null && next == null) {
      joinCollector();
    }
  }

  private void joinCollector() {
    if (collector != null && collecting.getIncarnation() == joined.getIncarnation()) {
      next = collector;
      welcome(List.of());
    }
  }

  private void welcome(List<StageFacts> after) {
    StateCodec codec = StateCodec.of(joined.getHiddenStates());
    desk.attach(new Replies(previous::send), codec);
    sender.attach(next::send, codec);
    previous.send(
        StageReply.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .addStages(ChainMembers.facts(node, engine.info(), engine.kvUse().total()))
                    .addAllStages(after))
            .build());
    LOG.infof("stage %s joined incarnation=%d", role.getId(), joined.getIncarnation());
  }

  void frame(Link<StageReply> from, StageFrame frame) {
    if (from == previous) {
      desk.frame(frame);
    }
  }

  void reply(Link<StageFrame> from, StageReply reply) {
    if (from != next) {
      return;
    }
    if (reply.hasWelcome()) {
      welcome(reply.getWelcome().getStagesList());
    } else if (reply.hasMissing()) {
      if (!sender.resend(reply.getMissing())) {
        desk.computeAgain(reply.getMissing());
      }
    } else if (reply.hasRefused()) {
      previous.send(reply);
    }
  }

  void lost(Link<?> link, String why) {
    if (link == previous || link == next && link != null) {
      leave(why);
    } else if (link == collector) {
      collector = null;
    }
  }

  /** Ends this stage's links; those of a broken chain are of no use. */
  private void leave(String why) {
    sender.detach();
    Link<StageReply> before = previous;
    Link<StageFrame> after = next;
    previous = null;
    next = null;
    if (after != null && after == collector) {
      collector = null;
    }
    if (before != null) {
      LOG.infof("stage %s left its chain: %s", role.getId(), why);
      before.end(why);
    }
    if (after != null) {
      after.end(why);
    }
  }

  @Override
  public void close() {
    leave("the stage was taken from node " + node);
    desk.close();
  }

  private final class FromNext implements LinkListener<StageReply> {

    private final long incarnation;

    FromNext(long incarnation) {
      this.incarnation = incarnation;
    }

    @Override
    public void came(StageReply reply) {
      thread.accept(() -> current(() -> reply(next, reply)));
    }

    @Override
    public void lost(String why) {
      thread.accept(
          () -> current(() -> leave(ChainPlaces.name(ChainPlaces.after(role)) + ": " + why)));
    }

    private void current(Runnable event) {
      if (previous != null && next != null && joined.getIncarnation() == incarnation) {
        event.run();
      }
    }
  }
}
