package dev.isthmus.engine.check;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StageInput;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One session over the stages of a model, one behind the other in this process. */
final class StageChain implements AutoCloseable {

  private final List<StepEngine> stages;
  private final List<Sequence> sequences = new ArrayList<>();
  private final int maxRows;
  private int length;

  /**
   * @param stages in order, together the whole model
   * @param tokens that the session begins with
   * @param limit most tokens that it may reach
   */
  StageChain(List<StepEngine> stages, int[] tokens, int limit) {
    this.stages = stages;
    this.maxRows = stages.stream().mapToInt(stage -> stage.info().maxRows()).min().orElseThrow();
    for (StepEngine stage : stages) {
      sequences.add(admitted(stage.admit(tokens, limit)));
    }
    // Each stage may have kept another part of an earlier session.
    length = sequences.stream().mapToInt(Sequence::length).min().orElseThrow();
    sequences.forEach(sequence -> sequence.truncate(length));
  }

  /**
   * Feeds the tokens that are missing up to the end of a log.
   *
   * @param log all tokens so far
   * @return the logits of the last row; its buffer is valid until the next call
   */
  StepResult feed(int[] log) {
    StepResult last = null;
    while (length < log.length) {
      int rows = Math.min(maxRows, log.length - length);
      int[] chunk = Arrays.copyOfRange(log, length, length + rows);
      length += rows;
      last = step(new StageInput.Tokens(chunk), length == log.length ? 1 : 0);
    }
    return last;
  }

  private StepResult step(StageInput first, int logitRows) {
    StageInput input = first;
    StepResult result = null;
    for (int i = 0; i < stages.size(); i++) {
      int wanted = i == stages.size() - 1 ? logitRows : 0;
      Window window = new Window(sequences.get(i), input, wanted);
      result = stages.get(i).step(List.of(window)).get(0);
      input = new StageInput.Hidden(result.values(), result.rows());
    }
    return result;
  }

  private static Sequence admitted(Admission admission) {
    if (admission instanceof Admission.Admitted admitted) {
      return admitted.sequence();
    }
    throw new IllegalStateException("no room for the session's KV: " + admission);
  }

  @Override
  public void close() {
    sequences.forEach(Sequence::close);
  }
}
