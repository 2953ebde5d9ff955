package dev.isthmus.agent.stage;

import dev.isthmus.agent.schedule.StepListener;
import dev.isthmus.agent.stage.ChainSequence.Purpose;
import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A chain as an engine whose steps wait until they have come round. On the host's thread. */
final class BlockingSteps implements StepEngine {

  private final ChainPipeline chain;
  private final Purpose purpose;

  BlockingSteps(ChainPipeline chain, Purpose purpose) {
    this.chain = chain;
    this.purpose = purpose;
  }

  @Override
  public EngineInfo info() {
    return chain.info();
  }

  @Override
  public Admission admit(int[] tokens, int limit) {
    return chain.admitAlone(limit, purpose);
  }

  @Override
  public KvUse kvUse() {
    return chain.kvUse();
  }

  @Override
  public List<StepResult> step(List<Window> windows) {
    Answers answers = new Answers(windows.size());
    chain.begin(windows, answers);
    while (!answers.complete()) {
      chain.awaitArrival();
    }
    return List.of(answers.results);
  }

  @Override
  public void close() {
    // The chain is its pipeline's to close.
  }

  private static final class Answers implements StepListener {

    private final StepResult[] results;

    Answers(int windows) {
      results = new StepResult[windows];
    }

    @Override
    public void scored(int window, StepResult result, long micros) {
      float[] values = new float[result.rows() * result.width()];
      result.values().get(0, values);
      results[window] = new StepResult(FloatBuffer.wrap(values), result.rows(), result.width());
    }

    @Override
    public void failed(int window, String why) {
      throw new IllegalStateException(why);
    }

    boolean complete() {
      return Arrays.stream(results).allMatch(Objects::nonNull);
    }
  }
}
