package dev.isthmus.engine.runtime;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.Buckets;
import dev.isthmus.engine.graph.StageGraph;
import dev.isthmus.engine.graph.StageSpec;
import dev.isthmus.engine.prepared.PreparedCache;
import dev.isthmus.engine.prepared.PreparedKey;
import dev.isthmus.engine.prepared.PreparedStage;
import dev.isthmus.engine.source.ModelSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads a stage of a model: prepares its weights where the cache lacks them, maps and probes it.
 */
public final class EngineLoader {

  private static final long MOST_BYTES_TWICE = 256L << 20;

  private EngineLoader() {}

  /**
   * Loads layers [first, last).
   *
   * @param architecture the source's own
   * @throws dev.isthmus.engine.source.ModelRefusedException if the source lacks what its
   *     architecture needs
   */
  public static StepEngine load(
      ModelSource source,
      Architecture architecture,
      StageRange range,
      Precision precision,
      EngineOptions options) {
    if (range.last() > architecture.layers()) {
      throw new IllegalArgumentException(
          "stage ["
              + range.first()
              + ","
              + range.last()
              + ") ends after the model's "
              + architecture.layers()
              + " layers");
    }
    int context = context(architecture, options);
    PreparedStage prepared = prepare(source, architecture, range, precision, options);
    OrtRuntime runtime = OrtRuntime.of(options.threads(), options.spinning());
    KvLayout layout = KvLayout.of(architecture, range);
    EngineInfo info =
        new EngineInfo(
            architecture,
            range,
            precision,
            "",
            source.headIds(),
            options.maxWindows(),
            options.maxRows(),
            context,
            layout.bytesPerToken(),
            prepared.weightBytes() * graphs(prepared, options).size());
    List<StageSession> sessions = new ArrayList<>();
    for (Buckets buckets : graphs(prepared, options)) {
      sessions.add(
          new StageSession(
              runtime.open(prepared.graph(buckets), options),
              new Slots(runtime.environment(), layout, buckets.slots())));
    }
    KvPool pool = new KvPool(layout, options.kvBytes());
    OrtStepEngine engine = new OrtStepEngine(runtime.environment(), info, pool, sessions);
    try {
      new NumericsProbe(engine).run(source.digest(), runtime.version());
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** Makes sure that the stage's weights are prepared in the cache; loads nothing. */
  public static PreparedStage prepare(
      ModelSource source,
      Architecture architecture,
      StageRange range,
      Precision precision,
      EngineOptions options) {
    // A row that pads the last window of a full context has a position of its own.
    int positions = context(architecture, options) + 1;
    PreparedKey key = new PreparedKey(source.digest(), range, precision, positions);
    StageSpec spec = new StageSpec(architecture, range, precision, positions);
    return new PreparedCache(options.cacheDir())
        .obtain(key, () -> StageGraph.write(spec, source), options.listener());
  }

  /**
   * One graph for all numbers of sessions has its weights in memory once, but its branches cost a
   * lone session's step 1 to 2 ms (docs/adr/0005). Where that would show, there are two.
   */
  private static List<Buckets> graphs(PreparedStage prepared, EngineOptions options) {
    int windows = options.maxWindows();
    return windows == 1 || !options.loneCopy() || prepared.weightBytes() > MOST_BYTES_TWICE
        ? List.of(Buckets.any(windows))
        : List.of(Buckets.LONE, Buckets.shared(windows));
  }

  private static int context(Architecture architecture, EngineOptions options) {
    return options.context() == 0
        ? architecture.context()
        : Math.min(options.context(), architecture.context());
  }
}
