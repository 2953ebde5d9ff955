package dev.isthmus.agent.schedule;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Rope;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A model whose logits are a hash of all tokens before: any row computed over a wrong or stale KV
 * gives other tokens. KV, limits and the life of results are enforced as an engine's contract says.
 */
public final class ToyEngine implements StepEngine {

  public static final int VOCABULARY = 50;
  public static final int CONTEXT = 256;
  static final long KV_BYTES = 10;

  private final long kvTotal;
  private final int maxWindows;
  private final int maxRows;
  private final List<int[]> keptTokens = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private final Set<ToySequence> open = new HashSet<>();
  private FloatBuffer last;
  private RuntimeException broken;
  private int exact = Integer.MAX_VALUE;
  private volatile boolean closed;

  public ToyEngine(long kvTotal, int maxWindows, int maxRows) {
    this.kvTotal = kvTotal;
    this.maxWindows = maxWindows;
    this.maxRows = maxRows;
  }

  public ToyEngine() {
    this(1_000_000, 4, 64);
  }

  /** Logit of a token after a history. */
  static float logit(int[] history, int length, int token) {
    long hash = 1469598103934665603L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ history[i]) * 1099511628211L;
    }
    hash = (hash ^ (token + 7919)) * 1099511628211L;
    hash ^= hash >>> 29;
    hash *= 0xBF58476D1CE4E5B9L;
    return (hash >>> 40) / (float) (1 << 22);
  }

  static int greedy(int[] history, int length) {
    int best = 0;
    for (int token = 1; token < VOCABULARY; token++) {
      if (logit(history, length, token) > logit(history, length, best)) {
        best = token;
      }
    }
    return best;
  }

  /** What greedy decoding gives after a prompt. */
  public static int[] continuation(int[] prompt, int count) {
    int[] all = java.util.Arrays.copyOf(prompt, prompt.length + count);
    for (int i = prompt.length; i < all.length; i++) {
      all[i] = greedy(all, i);
    }
    return java.util.Arrays.copyOfRange(all, prompt.length, all.length);
  }

  /** Rows from this position on go around lost experts. */
  void exactUpTo(int length) {
    exact = length;
  }

  void breakNextStep(RuntimeException cause) {
    broken = cause;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Rows of each window of each step, as "3+1". */
  List<String> steps() {
    return steps;
  }

  @Override
  public EngineInfo info() {
    Architecture architecture =
        new Architecture(
            "toy",
            1,
            8,
            8,
            1,
            1,
            8,
            VOCABULARY,
            CONTEXT,
            1e-5,
            new Rope.Default(1e4),
            new int[1],
            false,
            false,
            false,
            Architecture.QkNorm.NONE,
            true,
            null);
    return new EngineInfo(
        architecture,
        new StageRange(0, 1),
        Precision.FP32,
        "toy-class",
        null,
        maxWindows,
        maxRows,
        CONTEXT,
        KV_BYTES,
        1000);
  }

  @Override
  public synchronized Admission admit(int[] tokens, int limit) {
    long needed = limit * KV_BYTES;
    if (needed > kvTotal) {
      return new Admission.NeverFits(needed, kvTotal);
    }
    if (needed > kvUse().free()) {
      return new Admission.Wait(needed, kvUse().free());
    }
    ToySequence sequence = new ToySequence(limit);
    for (int[] kept : keptTokens) {
      int common = 0;
      while (common < Math.min(kept.length, tokens.length - 1) && kept[common] == tokens[common]) {
        common++;
      }
      if (common > sequence.length) {
        sequence.length = common;
        System.arraycopy(tokens, 0, sequence.rows, 0, common);
      }
    }
    open.add(sequence);
    return new Admission.Admitted(sequence);
  }

  @Override
  public List<StepResult> step(List<Window> windows) {
    if (last != null) {
      for (int i = 0; i < last.capacity(); i++) {
        last.put(i, Float.NaN);
      }
    }
    if (windows.isEmpty() || windows.size() > maxWindows) {
      throw new IllegalArgumentException(windows.size() + " windows");
    }
    int rows = windows.stream().mapToInt(Window::rows).sum();
    if (rows > maxRows) {
      throw new IllegalArgumentException(rows + " rows");
    }
    steps.add(String.join("+", windows.stream().map(w -> "" + w.rows()).toList()));
    List<StepResult> results = new ArrayList<>();
    for (Window window : windows) {
      results.add(score(window));
    }
    if (broken != null) {
      RuntimeException cause = broken;
      broken = null;
      throw cause;
    }
    return results;
  }

  private StepResult score(Window window) {
    ToySequence sequence = (ToySequence) window.sequence();
    if (sequence.ended) {
      throw new IllegalStateException("a closed sequence was scored");
    }
    int[] ids = ((StageInput.Tokens) window.input()).ids();
    FloatBuffer values = FloatBuffer.allocate(window.logitRows() * VOCABULARY);
    for (int row = 0; row < ids.length; row++) {
      sequence.rows[sequence.length++] = ids[row];
      if (row >= ids.length - window.logitRows()) {
        for (int token = 0; token < VOCABULARY; token++) {
          values.put(logit(sequence.rows, sequence.length, token));
        }
      }
    }
    values.flip();
    last = values;
    return new StepResult(values, window.logitRows(), VOCABULARY);
  }

  @Override
  public synchronized KvUse kvUse() {
    long used = open.stream().mapToLong(sequence -> sequence.rows.length * KV_BYTES).sum();
    return new KvUse(kvTotal, used, 0);
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class ToySequence implements Sequence {

    private int[] rows;
    private int length;
    private boolean ended;

    private ToySequence(int limit) {
      rows = new int[limit];
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public boolean isExact() {
      return length <= exact;
    }

    @Override
    public int limit() {
      return rows.length;
    }

    @Override
    public boolean extend(int limit) {
      if ((limit - rows.length) * KV_BYTES > kvUse().free()) {
        return false;
      }
      rows = java.util.Arrays.copyOf(rows, limit);
      return true;
    }

    @Override
    public void truncate(int newLength) {
      if (newLength < 0 || newLength > length) {
        throw new IllegalArgumentException("truncate to " + newLength + " of " + length);
      }
      length = newLength;
    }

    @Override
    public void close() {
      if (ended) {
        throw new IllegalStateException("closed twice");
      }
      ended = true;
      open.remove(this);
      keptTokens.add(java.util.Arrays.copyOf(rows, length));
    }
  }
}
