package dev.isthmus.engine.draft;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StageInput;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * An engine whose logits are a pure function of all tokens before a row, KV included: rows fed at a
 * wrong position, left out or kept after a rejection change what it says.
 */
final class ToyEngine implements StepEngine {

  static final int WIDTH = 40;

  final List<Integer> stepRows = new ArrayList<>();
  private final long salt;
  private final int context;

  ToyEngine(long salt, int context) {
    this.salt = salt;
    this.context = context;
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo(
        null, new StageRange(0, 1), Precision.FP32, "toy", null, 8, 16, context, 1, 1);
  }

  @Override
  public Admission admit(int[] tokens, int limit) {
    return new Admission.Admitted(new ToySequence(limit));
  }

  @Override
  public List<StepResult> step(List<Window> windows) {
    return windows.stream().map(this::score).toList();
  }

  private StepResult score(Window window) {
    ToySequence sequence = (ToySequence) window.sequence();
    int[] ids = ((StageInput.Tokens) window.input()).ids();
    stepRows.add(ids.length);
    if (ids.length > info().maxRows() || sequence.length() + ids.length > sequence.limit()) {
      throw new IllegalArgumentException(ids.length + " rows after " + sequence.length());
    }
    float[] logits = new float[window.logitRows() * WIDTH];
    for (int row = 0; row < ids.length; row++) {
      sequence.fed.append(ids[row]);
      int wanted = row - (ids.length - window.logitRows());
      if (wanted >= 0) {
        System.arraycopy(logits(sequence.fed.copy()), 0, logits, wanted * WIDTH, WIDTH);
      }
    }
    return new StepResult(FloatBuffer.wrap(logits), window.logitRows(), WIDTH);
  }

  /** The salt moves some logits a little, so that two engines agree often but not always. */
  float[] logits(int[] before) {
    Random random = new Random(Arrays.hashCode(before));
    Random other = new Random(Arrays.hashCode(before) + salt);
    float[] logits = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      logits[i] = (float) (random.nextGaussian() * 3 + (salt == 0 ? 0 : other.nextGaussian()));
    }
    return logits;
  }

  @Override
  public KvUse kvUse() {
    return new KvUse(1, 0, 0);
  }

  @Override
  public void close() {}

  private static final class ToySequence implements Sequence {
    final TokenLog fed = new TokenLog();
    private int limit;

    ToySequence(int limit) {
      this.limit = limit;
    }

    @Override
    public int length() {
      return fed.length();
    }

    @Override
    public int limit() {
      return limit;
    }

    @Override
    public boolean extend(int to) {
      limit = to;
      return true;
    }

    @Override
    public void truncate(int length) {
      fed.truncate(length);
    }

    @Override
    public void close() {}
  }
}
