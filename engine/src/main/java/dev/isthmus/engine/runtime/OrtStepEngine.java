package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.HeadWidth;
import dev.isthmus.engine.graph.StageNames;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A stage on ONNX Runtime's CPU kernels. */
final class OrtStepEngine implements StepEngine, OrtSequence.Owner {

  /** Products of two rows and more are known to give a row the same bits. */
  private static final int FEWEST_ROWS = 2;

  /** Room for a usual step's rows at the beginning. */
  private static final int STEP_ROWS = 64;

  private EngineInfo info;
  private final KvPool pool;
  private final List<StageBody> bodies;
  private final EmbeddingTable embedding;
  private final Head head;
  private final int hidden;
  private final int tile;
  private final Views given;
  private final Views asked;
  private final Views states;
  private int fewestRows = FEWEST_ROWS;

  /**
   * @param bodies the same stage as graphs of different numbers of slots, fewest first
   * @param embedding of a stage that begins with tokens, else null
   * @param head of a stage that ends with logits, else null
   */
  OrtStepEngine(
      OrtEnvironment environment,
      EngineInfo info,
      KvPool pool,
      List<StageBody> bodies,
      EmbeddingTable embedding,
      Head head) {
    this.info = info;
    this.pool = pool;
    this.bodies = bodies;
    Architecture model = info.architecture();
    this.embedding = embedding;
    this.head = head;
    this.hidden = model.hidden();
    this.tile = 2 * HeadWidth.of(model).padded();
    this.given = Views.floats(environment, hidden, STEP_ROWS);
    this.asked =
        new Views(environment, OnnxJavaType.INT64, Long.BYTES, STEP_ROWS, n -> new long[] {n});
    this.states = Views.floats(environment, hidden, STEP_ROWS);
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  /** Steps of fewer rows are filled up. */
  void fewestRows(int rows) {
    fewestRows = rows;
  }

  void numericsClass(String name) {
    info = info.withNumericsClass(name);
  }

  @Override
  public Admission admit(int[] tokens, int limit) {
    if (tokens.length < 1 || limit < tokens.length || limit > info.context()) {
      throw new IllegalArgumentException(
          "a session of "
              + tokens.length
              + " tokens and at most "
              + limit
              + " does not fit the context of "
              + info.context());
    }
    return pool.admit(tokens, limit, this);
  }

  @Override
  public KvUse kvUse() {
    return pool.use();
  }

  @Override
  public List<StepResult> step(List<Window> windows) {
    check(windows);
    Packing packing = Packing.of(windows, tile, fewestRows);
    int begun = 0;
    boolean done = false;
    try {
      for (; begun < windows.size(); begun++) {
        sequence(windows.get(begun)).begin(windows.get(begun).rows(), packing.attended(begun));
      }
      List<StepResult> results = run(windows, packing);
      done = true;
      return results;
    } finally {
      for (int w = 0; w < begun; w++) {
        Window window = windows.get(w);
        sequence(window).end(done ? window.rows() : 0, ids(window));
      }
    }
  }

  private List<StepResult> run(List<Window> windows, Packing packing) {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    for (int w = 0; w < windows.size(); w++) {
      give(windows.get(w), packing.start(w), packing.total());
    }
    fill(packing);
    inputs.put(StageNames.HIDDEN, given.tensor(packing.total()));
    int rows = packing.total();
    int logits = windows.stream().mapToInt(Window::logitRows).sum();
    if (head != null) {
      rows = Math.max(logits, fewestRows);
      ask(windows, packing, rows);
      inputs.put(StageNames.ROWS, asked.tensor(rows));
    }
    Map<String, OnnxTensor> outputs = Map.of(StageNames.STATES, states.tensor(rows));
    BitSet rerouted = body(windows.size()).run(windows, packing, inputs, outputs);
    if (head != null && logits > 0) {
      head.run(states.tensor(rows), rows);
    }
    for (int w = 0; w < windows.size(); w++) {
      int row = rerouted.nextSetBit(packing.start(w));
      if (row >= 0 && row < packing.start(w) + windows.get(w).rows()) {
        sequence(windows.get(w)).rerouted(row - packing.start(w));
      }
    }
    return results(windows, packing);
  }

  /** The graph with the fewest slots that hold so many windows. */
  private StageBody body(int windows) {
    return bodies.stream().filter(s -> s.slots() >= windows).findFirst().orElseThrow();
  }

  private void give(Window window, int start, int total) {
    FloatBuffer rows = given.rows(total).asFloatBuffer().position(start * hidden);
    if (window.input() instanceof StageInput.Tokens tokens) {
      for (int id : tokens.ids()) {
        embedding.read(id, rows);
      }
    } else if (window.input() instanceof StageInput.Hidden states) {
      rows.put(
          rows.position(), states.states(), states.states().position(), window.rows() * hidden);
    }
  }

  /** Rows that only fill a step up are its first one again: they need no experts of their own. */
  private void fill(Packing packing) {
    ByteBuffer rows = given.rows(packing.total());
    int row = rows.capacity() / packing.total();
    for (int at = packing.start(packing.windows()); at < packing.total(); at++) {
      rows.put(at * row, rows, 0, row);
    }
  }

  /** Writes which rows need logits, and fills them up. */
  private void ask(List<Window> windows, Packing packing, int padded) {
    ByteBuffer rows = asked.rows(padded);
    int at = 0;
    for (int w = 0; w < windows.size(); w++) {
      Window window = windows.get(w);
      for (int row = window.rows() - window.logitRows(); row < window.rows(); row++) {
        rows.putLong(at++ * Long.BYTES, packing.start(w) + row);
      }
    }
    for (; at < padded; at++) {
      rows.putLong(at * Long.BYTES, 0);
    }
  }

  private List<StepResult> results(List<Window> windows, Packing packing) {
    List<StepResult> results = new ArrayList<>(windows.size());
    int width = head == null ? hidden : head.width();
    int asked = 0;
    for (int w = 0; w < windows.size(); w++) {
      int rows = head == null ? windows.get(w).rows() : windows.get(w).logitRows();
      int start = head == null ? packing.start(w) : asked;
      ByteBuffer given = head == null ? states.rows(start + rows) : head.logits(start + rows);
      FloatBuffer all = given.asFloatBuffer();
      results.add(new StepResult(all.slice(start * width, rows * width), rows, width));
      asked += rows;
    }
    return results;
  }

  private void check(List<Window> windows) {
    if (windows.isEmpty() || windows.size() > info.maxWindows()) {
      throw new IllegalArgumentException(
          "a step takes 1 to " + info.maxWindows() + " windows, not " + windows.size());
    }
    Set<Sequence> seen = new HashSet<>();
    int rows = 0;
    for (Window window : windows) {
      rows += window.rows();
      if (!seen.add(window.sequence()) || sequence(window).owner() != this) {
        throw new IllegalArgumentException("a sequence stands twice or is another engine's");
      }
      if (window.rows() < 1 || window.logitRows() < 0 || window.logitRows() > window.rows()) {
        throw new IllegalArgumentException(
            "a window of " + window.rows() + " rows, logits for " + window.logitRows());
      }
      boolean tokens = embedding != null;
      if (window.input() instanceof StageInput.Tokens != tokens) {
        throw new IllegalArgumentException(
            "layers from " + info.range().first() + " take " + (tokens ? "tokens" : "states"));
      }
      checkIds(window);
    }
    if (rows > info.maxRows()) {
      throw new IllegalArgumentException(
          "a step takes at most " + info.maxRows() + " rows, not " + rows);
    }
  }

  private void checkIds(Window window) {
    int[] ids = ids(window);
    for (int i = 0; ids != null && i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= info.architecture().vocabulary()) {
        throw new IllegalArgumentException(
            "token " + ids[i] + " is not of the vocabulary of " + info.architecture().vocabulary());
      }
    }
  }

  private static int[] ids(Window window) {
    return window.input() instanceof StageInput.Tokens tokens ? tokens.ids() : null;
  }

  private static OrtSequence sequence(Window window) {
    return (OrtSequence) window.sequence();
  }

  @Override
  public void close() {
    bodies.forEach(StageBody::close);
    pool.close();
    if (embedding != null) {
      embedding.close();
    }
    given.close();
    asked.close();
    states.close();
    if (head != null) {
      head.close();
    }
  }
}
