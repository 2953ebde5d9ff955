package dev.isthmus.engine.runtime;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.ExpertGraph;
import dev.isthmus.engine.prepared.PreparedCache;
import dev.isthmus.engine.prepared.PreparedKey;
import dev.isthmus.engine.prepared.PreparedStage;
import dev.isthmus.engine.source.ModelSource;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Experts of a model on this machine, without the layers around them: rows in, rows out. All of
 * them may lie in memory, or only as many as are allowed, the others on disk. Thread-safe; one call
 * computes at a time.
 */
public final class ExpertEngine implements ExpertHomes, AutoCloseable {

  /** Products of a single row round otherwise. */
  private static final int FEWEST_ROWS = 2;

  private final EngineInfo info;
  private final String digest;
  private final int hidden;
  private final int active;
  private final SortedSet<ExpertId> held;
  private final ExpertShelf shelf;
  private final Views x;
  private final Views y;

  private ExpertEngine(
      EngineInfo info,
      String digest,
      SortedSet<ExpertId> held,
      ExpertShelf shelf,
      OrtRuntime runtime) {
    Architecture model = info.architecture();
    this.info = info;
    this.digest = digest;
    this.hidden = model.hidden();
    this.active = model.experts().active();
    this.held = held;
    this.shelf = shelf;
    this.x = Views.floats(runtime.environment(), hidden, FEWEST_ROWS);
    this.y = Views.floats(runtime.environment(), hidden, FEWEST_ROWS);
  }

  /**
   * Prepares experts on disk and makes them ready.
   *
   * @param held which ones, at least one
   * @param memoryBytes most weights in memory at a time, 0 for all of them
   */
  public static ExpertEngine open(
      ModelSource source,
      Architecture model,
      SortedSet<ExpertId> held,
      Precision precision,
      EngineOptions options,
      long memoryBytes) {
    SortedMap<ExpertId, PreparedStage> prepared = prepare(source, model, held, precision, options);
    long bytes = prepared.values().stream().mapToLong(PreparedStage::weightBytes).sum();
    long limit = memoryBytes == 0 ? bytes : memoryBytes;
    OrtRuntime runtime = OrtRuntime.of(options.threads());
    ExpertShelf shelf =
        new ExpertShelf(id -> load(runtime, prepared.get(id), options), limit, System::nanoTime);
    ExpertEngine engine =
        new ExpertEngine(
            info(model, precision, Math.min(limit, bytes)), source.digest(), held, shelf, runtime);
    if (memoryBytes == 0) {
      held.forEach(shelf::fetch);
    }
    return engine;
  }

  private static EngineInfo info(Architecture model, Precision precision, long weightBytes) {
    StageRange all = new StageRange(0, model.layers());
    return new EngineInfo(model, all, precision, "", null, 1, 1, model.context(), 0, weightBytes);
  }

  /** Makes sure that experts are prepared in the cache; loads nothing. */
  public static SortedMap<ExpertId, PreparedStage> prepare(
      ModelSource source,
      Architecture model,
      SortedSet<ExpertId> held,
      Precision precision,
      EngineOptions options) {
    SortedMap<ExpertId, PreparedStage> prepared = new TreeMap<>();
    PreparedCache cache = new PreparedCache(options.cacheDir());
    for (ExpertId id : held) {
      prepared.put(id, prepare(cache, source, model, id, precision, options));
    }
    return prepared;
  }

  private static PreparedStage prepare(
      PreparedCache cache,
      ModelSource source,
      Architecture model,
      ExpertId id,
      Precision precision,
      EngineOptions options) {
    StageRange layer = new StageRange(id.layer(), id.layer() + 1);
    PreparedKey key =
        new PreparedKey(source.digest(), layer, precision, 0, "expert-" + id.expert());
    return cache.obtain(
        key,
        () -> ExpertGraph.write(model, id.layer(), id.expert(), precision, source),
        options.listener());
  }

  private static RowSession load(
      OrtRuntime runtime, PreparedStage prepared, EngineOptions options) {
    return new RowSession(
        "expert",
        runtime.openPart(prepared.graph(ExpertGraph.FILE), options.threads()),
        prepared.weightBytes());
  }

  /** The experts that it has, in memory or on disk. */
  public SortedSet<ExpertId> held() {
    return held;
  }

  /** Of the model's files. */
  public String digest() {
    return digest;
  }

  /** Width of a row. */
  public int hidden() {
    return hidden;
  }

  /** Facts as of a stage of all layers, with the bytes that its experts may take. */
  public EngineInfo info() {
    return info;
  }

  public ExpertUse use() {
    return shelf.use();
  }

  @Override
  public synchronized void compute(ExpertRows rows, FloatBuffer into) {
    List<ExpertId> used = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < rows.experts().length; i++) {
      ExpertId id = new ExpertId(rows.layer(), rows.experts()[i]);
      if (!held.contains(id)) {
        throw new ExpertsMissingException(
            rows.layer(), new int[] {id.expert()}, "this home does not have them");
      }
      one(id, rows.rows(), at, rows.counts()[i], into);
      at += rows.counts()[i];
      used.add(id);
    }
    shelf.used(used, 2 * active);
  }

  private void one(ExpertId id, FloatBuffer rows, int first, int count, FloatBuffer into) {
    int padded = Math.max(count, FEWEST_ROWS);
    FloatBuffer given = x.rows(padded).asFloatBuffer();
    given.put(0, rows, first * hidden, count * hidden);
    for (int row = count; row < padded; row++) {
      given.put(row * hidden, rows, first * hidden, hidden);
    }
    RowSession expert = shelf.take(id);
    try {
      expert.run(x.tensor(padded), y.tensor(padded));
    } finally {
      shelf.giveBack(id);
    }
    into.put(first * hidden, y.rows(padded).asFloatBuffer(), 0, count * hidden);
  }

  @Override
  public synchronized void close() {
    shelf.close();
    x.close();
    y.close();
  }
}
