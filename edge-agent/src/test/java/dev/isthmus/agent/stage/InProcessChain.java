package dev.isthmus.agent.stage;

import dev.isthmus.agent.assign.ChainProfile;
import dev.isthmus.agent.schedule.StepListener;
import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.StagePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Stages on threads of their own and their host, in this process; all but the network is real. */
final class InProcessChain implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  final LoopbackDialer dialer = new LoopbackDialer();
  final ChainPipeline pipeline;
  private final Fixture fixture;
  private final Chain chain;
  private final List<StageLoop> stages = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore arrived = new Semaphore(0);

  /**
   * @param bounds of the stages: 0, …, layers
   */
  InProcessChain(Fixture fixture, HiddenStates states, int... bounds) {
    this.fixture = fixture;
    Chain.Builder places = Chain.newBuilder().setHiddenStates(states);
    for (int i = 1; i < bounds.length; i++) {
      boolean hosted = i == bounds.length - 1;
      places.addStages(
          StagePlace.newBuilder()
              .setRoleId(hosted ? "host" : "stage-" + i)
              .setNode(hosted ? "host" : "node-" + i)
              .setFirstLayer(bounds[i - 1])
              .setLastLayer(bounds[i]));
    }
    chain = places.build();
    chain.getStagesList().subList(0, chain.getStagesCount() - 1).forEach(this::serve);
    StagePlace host = ChainPlaces.host(chain);
    StepEngine last = fixture.stage(host.getFirstLayer(), host.getLastLayer());
    pipeline =
        new ChainPipeline(
            new HostStages("host", last, 512),
            chain.getStagesCount(),
            new DialedLinks(
                role("host", Role.ROLE_VERIFIER), dialer, timer, "boot", 0, last.info()),
            new ChainProfile(System::nanoTime, 1),
            System::nanoTime);
    pipeline.onArrival(arrived::release);
    while (!pipeline.ready().isEmpty()) {
      await();
    }
  }

  private RoleAssignment role(String id, Role role) {
    return RoleAssignment.newBuilder().setId(id).setRole(role).setChain(chain).build();
  }

  private void serve(StagePlace place) {
    StageLoop stage =
        new StageLoop(
            place.getNode(),
            role(place.getRoleId(), Role.ROLE_STAGE),
            fixture.stage(place.getFirstLayer(), place.getLastLayer()),
            dialer);
    stage.start();
    stages.add(stage);
    dialer.serve(place.getRoleId(), stage);
  }

  /** A stage's process dies and another takes its place, without any KV. */
  void replace(String roleId) {
    StagePlace place =
        chain.getStagesList().stream()
            .filter(p -> p.getRoleId().equals(roleId))
            .findFirst()
            .orElseThrow();
    dialer.remove(roleId);
    dialer.cutAll();
    serve(place);
  }

  Sequence begin(int limit) {
    return begin(new int[] {0}, limit);
  }

  Sequence begin(int[] tokens, int limit) {
    return ((Admission.Admitted) pipeline.admit(tokens, limit)).sequence();
  }

  /** Takes one thing in that came, or waits for it. */
  void await() {
    try {
      if (!pipeline.takeIn() && !arrived.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nothing came; " + pipeline.ready());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins a step; its answers are read with {@link Answer#await}. */
  List<Answer> send(List<Window> windows) {
    List<Answer> answers = new ArrayList<>();
    windows.forEach(window -> answers.add(new Answer()));
    pipeline.begin(
        windows,
        new StepListener() {
          @Override
          public void scored(int window, StepResult result, long micros) {
            answers.get(window).values = new float[result.rows() * result.width()];
            result.values().get(0, answers.get(window).values);
          }

          @Override
          public void failed(int window, String why) {
            answers.get(window).failure = why;
          }
        });
    return answers;
  }

  final class Answer {
    private float[] values;
    private String failure;

    float[] values() {
      while (values == null && failure == null) {
        await();
      }
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
      return values;
    }

    private void await() {
      InProcessChain.this.await();
    }
  }

  @Override
  public void close() {
    pipeline.close();
    stages.forEach(StageLoop::close);
    timer.shutdownNow();
  }
}
