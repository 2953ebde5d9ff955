package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Steps that overlap: a test says when the oldest of them is answered. */
final class HeldPipeline implements Pipeline {

  /** Sessions of each step that was begun. */
  final List<Integer> begun = new ArrayList<>();

  private final Pipeline engine;
  private final int depth;
  private final Deque<Runnable> held = new ArrayDeque<>();

  HeldPipeline(Pipeline engine, int depth) {
    this.engine = engine;
    this.depth = depth;
  }

  void answerOldest() {
    held.remove().run();
  }

  @Override
  public void begin(List<Window> windows, StepListener listener) {
    begun.add(windows.size());
    List<Runnable> answers = new ArrayList<>();
    engine.begin(
        windows,
        new StepListener() {
          @Override
          public void scored(int window, StepResult result, long micros) {
            float[] values = new float[result.rows() * result.width()];
            result.values().get(0, values);
            StepResult kept =
                new StepResult(FloatBuffer.wrap(values), result.rows(), result.width());
            answers.add(() -> listener.scored(window, kept, micros));
          }

          @Override
          public void failed(int window, String why) {
            answers.add(() -> listener.failed(window, why));
          }
        });
    held.add(() -> answers.forEach(Runnable::run));
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public EngineInfo info() {
    return engine.info();
  }

  @Override
  public Admission admit(int[] tokens, int limit) {
    return engine.admit(tokens, limit);
  }

  @Override
  public KvUse kvUse() {
    return engine.kvUse();
  }

  @Override
  public boolean takeIn() {
    return false;
  }

  @Override
  public void onArrival(Runnable wake) {
    // The test steps by itself.
  }

  @Override
  public String ready() {
    return "";
  }

  @Override
  public Optional<Profile> profile() {
    return Optional.empty();
  }

  @Override
  public void assigned(RoleAssignment latest) {
    // Nothing changes.
  }

  @Override
  public void close() {
    engine.close();
  }
}
