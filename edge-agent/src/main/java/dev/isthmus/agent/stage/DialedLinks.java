package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.Collecting;
import dev.isthmus.protocol.v1.Hello;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StagePlace;
import dev.isthmus.protocol.v1.StageReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Dials both ends of the chain: the stage that takes the host's frames, and the one whose frames
 * the host takes. The chain is joined once the first says that everyone after it is there.
 */
public final class DialedLinks implements ChainLinks {

  private static final Logger LOG = Logger.getLogger(DialedLinks.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(3);

  private final StageDialer dialer;
  private final ScheduledExecutorService timer;
  private final String hostBoot;
  private final int hiddenSize;
  private RoleAssignment host;
  private ChainPipeline pipeline;
  private long incarnation;
  private Attempt current;
  private Duration pause = FIRST_PAUSE;
  private boolean closed;

  /**
   * @param host the host's role, with its chain
   * @param hostBoot new at each start of this process
   * @param firstIncarnation higher than any of an earlier process
   * @param info of the host's last stage
   */
  public DialedLinks(
      RoleAssignment host,
      StageDialer dialer,
      ScheduledExecutorService timer,
      String hostBoot,
      long firstIncarnation,
      EngineInfo info) {
    this.host = host;
    this.dialer = dialer;
    this.timer = timer;
    this.hostBoot = hostBoot;
    this.incarnation = firstIncarnation;
    this.hiddenSize = info.architecture().hidden();
  }

  @Override
  public synchronized void start(ChainPipeline owner) {
    pipeline = owner;
    timer.execute(this::join);
  }

  @Override
  public synchronized void assigned(RoleAssignment latest) {
    boolean moved = !latest.getChain().equals(host.getChain());
    host = latest;
    if (moved) {
      restart("the chain was assigned anew");
    }
  }

  @Override
  public synchronized void restart(String why) {
    if (current != null) {
      current.fail(why);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    restart("the host's role was taken");
  }

  private synchronized void join() {
    if (closed || current != null) {
      return;
    }
    incarnation++;
    current = new Attempt(host, incarnation);
    current.dial();
  }

  private void again() {
    current = null;
    if (!closed) {
      timer.schedule(this::join, pause.toMillis(), TimeUnit.MILLISECONDS);
      pause = pause.multipliedBy(2).compareTo(MOST_PAUSE) < 0 ? pause.multipliedBy(2) : MOST_PAUSE;
    }
  }

  /** One try to join, and while it lasts the chain that came of it. */
  private final class Attempt {

    private final Chain chain;
    private final long planEpoch;
    private final long number;
    private Link<StageFrame> next;
    private Link<StageReply> previous;

    Attempt(RoleAssignment role, long number) {
      this.chain = role.getChain();
      this.planEpoch = role.getPlanEpoch();
      this.number = number;
    }

    void dial() {
      List<StagePlace> others = ChainPlaces.others(chain);
      StagePlace first = others.get(0);
      StagePlace last = others.get(others.size() - 1);
      previous = dialer.collect(last, collecting(last), new FromPrevious(ChainPlaces.name(last)));
      Link<StageFrame> made =
          dialer.pass(first, hello(first), new FromNext(ChainPlaces.name(first)));
      if (current == this) {
        next = made;
      } else {
        made.end("the chain broke");
      }
    }

    private Collecting collecting(StagePlace last) {
      return Collecting.newBuilder().setRoleId(last.getRoleId()).setIncarnation(number).build();
    }

    private Hello hello(StagePlace first) {
      return Hello.newBuilder()
          .setRoleId(first.getRoleId())
          .setPlanEpoch(planEpoch)
          .setHostBoot(hostBoot)
          .setIncarnation(number)
          .setFirstLayer(first.getFirstLayer())
          .setHiddenSize(hiddenSize)
          .setHiddenStates(chain.getHiddenStates())
          .build();
    }

    void welcomed(StageReply reply) {
      pause = FIRST_PAUSE;
      LOG.infof("chain %s joined incarnation=%d", host.getId(), number);
      pipeline.linked(
          reply.getWelcome().getStagesList(),
          chain.getHiddenStates(),
          new ChainEnds(next::send, previous::send));
    }

    void fail(String why) {
      if (current != this) {
        return;
      }
      LOG.infof("chain %s broke: %s", host.getId(), why);
      pipeline.unlinked(why);
      again();
      if (next != null) {
        next.end(why);
      }
      if (previous != null) {
        previous.end(why);
      }
    }

    private final class FromNext implements LinkListener<StageReply> {

      private final String name;

      FromNext(String name) {
        this.name = name;
      }

      @Override
      public void came(StageReply reply) {
        synchronized (DialedLinks.this) {
          if (current != Attempt.this) {
            return;
          }
          if (reply.hasWelcome()) {
            welcomed(reply);
          } else {
            pipeline.reply(reply);
          }
        }
      }

      @Override
      public void lost(String why) {
        synchronized (DialedLinks.this) {
          fail(name + ": " + why);
        }
      }
    }

    private final class FromPrevious implements LinkListener<StageFrame> {

      private final String name;

      FromPrevious(String name) {
        this.name = name;
      }

      @Override
      public void came(StageFrame frame) {
        synchronized (DialedLinks.this) {
          if (current == Attempt.this) {
            pipeline.frame(frame);
          }
        }
      }

      @Override
      public void lost(String why) {
        synchronized (DialedLinks.this) {
          fail(name + ": " + why);
        }
      }
    }
  }
}
