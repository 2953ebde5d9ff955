package dev.isthmus.engine.runtime;

import ai.onnxruntime.OrtSession;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.Buckets;
import dev.isthmus.engine.graph.EmbeddingRows;
import dev.isthmus.engine.graph.HeadGraph;
import dev.isthmus.engine.graph.StageGraph;
import dev.isthmus.engine.graph.StagePiece;
import dev.isthmus.engine.graph.StageSpec;
import dev.isthmus.engine.prepared.PreparedCache;
import dev.isthmus.engine.prepared.PreparedKey;
import dev.isthmus.engine.prepared.PreparedStage;
import dev.isthmus.engine.source.ModelSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads a stage of a model: prepares its weights where the cache lacks them, maps and probes it.
 */
public final class EngineLoader {

  private static final long MOST_BYTES_TWICE = 256L << 20;

  private final ModelSource source;
  private final StageSpec spec;
  private final EngineOptions options;
  private final OrtRuntime runtime;
  private final long headBytes;

  private EngineLoader(ModelSource source, StageSpec spec, EngineOptions options) {
    this.source = source;
    this.spec = spec;
    this.options = options;
    this.runtime = OrtRuntime.of(options.threads());
    this.headBytes = HeadGraph.bytes(spec, source);
  }

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
    StageSpec spec = spec(architecture, range, precision, options, true);
    return new EngineLoader(source, spec, options).load(null);
  }

  /**
   * Loads layers [first, last) without their experts.
   *
   * @param homes where routed rows go; asked anew at each step, not while the stage loads
   */
  public static StepEngine loadApart(
      ModelSource source,
      Architecture architecture,
      StageRange range,
      Precision precision,
      EngineOptions options,
      ExpertHomes homes) {
    StageSpec spec = spec(architecture, range, precision, options, false);
    return new EngineLoader(source, spec, options).load(homes);
  }

  private StepEngine load(ExpertHomes homes) {
    PreparedStage prepared = prepare(source, spec, options);
    KvLayout layout = KvLayout.of(spec.model(), spec.range());
    // Experts may not be there yet: the probe learns what this processor makes of all the rest.
    LaterExperts asked = new LaterExperts();
    List<StageBody> bodies = new ArrayList<>();
    for (Buckets buckets : graphs(prepared)) {
      bodies.add(body(prepared, layout, buckets, asked));
    }
    KvPool pool = new KvPool(layout, options.kvBytes());
    OrtStepEngine engine =
        new OrtStepEngine(
            runtime.environment(),
            info(prepared, layout),
            pool,
            bodies,
            embedding(prepared),
            head(prepared));
    try {
      String digest = source.digest() + (spec.experts() ? "" : " without experts");
      new NumericsProbe(engine).run(digest, runtime.version());
      asked.ask(homes);
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** Null where the stage begins with another's states. */
  private EmbeddingTable embedding(PreparedStage prepared) {
    return spec.range().first() > 0
        ? null
        : new EmbeddingTable(
            EmbeddingRows.of(spec.model(), spec.precision()),
            prepared.directory().resolve(EmbeddingRows.FILE));
  }

  private StageBody body(
      PreparedStage prepared, KvLayout layout, Buckets buckets, ExpertHomes homes) {
    List<CutStage.Part> parts = new ArrayList<>();
    for (StagePiece piece : spec.pieces()) {
      OrtSession session = open(prepared.graph(piece.file(buckets)));
      Slots slots = new Slots(runtime.environment(), layout, piece, buckets.slots());
      parts.add(new CutStage.Part(piece, new StageSession(session, slots, piece.attends())));
    }
    return parts.size() == 1
        ? parts.get(0).session()
        : new CutStage(runtime.environment(), spec.model(), parts, homes);
  }

  private OrtSession open(Path graph) {
    return spec.pieces().size() == 1
        ? runtime.open(graph, options.threads())
        : runtime.openPart(graph, options.threads());
  }

  /** Null where the stage ends with states for another. */
  private Head head(PreparedStage prepared) {
    if (!spec.isLast()) {
      return null;
    }
    int[] ids = source.headIds();
    return new Head(
        runtime.environment(),
        open(prepared.graph(HeadGraph.FILE)),
        ids == null ? spec.model().vocabulary() : ids.length,
        headBytes);
  }

  private EngineInfo info(PreparedStage prepared, KvLayout layout) {
    return new EngineInfo(
        spec.model(),
        spec.range(),
        spec.precision(),
        "",
        source.headIds(),
        options.maxWindows(),
        options.maxRows(),
        context(spec.model(), options),
        layout.bytesPerToken(),
        layerBytes(prepared) * graphs(prepared).size() + headBytes);
  }

  /** Makes sure that the stage's weights are prepared in the cache; loads nothing. */
  public static PreparedStage prepare(
      ModelSource source,
      Architecture architecture,
      StageRange range,
      Precision precision,
      EngineOptions options) {
    return prepare(source, spec(architecture, range, precision, options, true), options);
  }

  /** The same for a stage without its experts. */
  public static PreparedStage prepareApart(
      ModelSource source,
      Architecture architecture,
      StageRange range,
      Precision precision,
      EngineOptions options) {
    return prepare(source, spec(architecture, range, precision, options, false), options);
  }

  /** Whether the stage's weights lie in the cache already; their bytes are not read. */
  public static boolean isPrepared(
      ModelSource source,
      Architecture architecture,
      StageRange range,
      Precision precision,
      EngineOptions options) {
    StageSpec spec = spec(architecture, range, precision, options, true);
    return new PreparedCache(options.cacheDir()).holds(key(source, spec));
  }

  /**
   * Where the stage's weights lie in the cache, or will; small results are kept beside them.
   * Nothing is read.
   */
  public static Path directory(
      ModelSource source,
      Architecture architecture,
      StageRange range,
      Precision precision,
      EngineOptions options) {
    StageSpec spec = spec(architecture, range, precision, options, true);
    return new PreparedCache(options.cacheDir()).directory(key(source, spec));
  }

  private static PreparedStage prepare(ModelSource source, StageSpec spec, EngineOptions options) {
    return new PreparedCache(options.cacheDir())
        .obtain(key(source, spec), () -> StageGraph.write(spec, source), options.listener());
  }

  private static PreparedKey key(ModelSource source, StageSpec spec) {
    String part = spec.experts() ? "" : "apart";
    return new PreparedKey(source.digest(), spec.range(), spec.precision(), spec.positions(), part);
  }

  private static StageSpec spec(
      Architecture model,
      StageRange range,
      Precision precision,
      EngineOptions options,
      boolean experts) {
    if (range.last() > model.layers()) {
      throw new IllegalArgumentException(
          "stage ["
              + range.first()
              + ","
              + range.last()
              + ") ends after the model's "
              + model.layers()
              + " layers");
    }
    // A row that pads the last window of a full context has a position of its own.
    int positions = context(model, options) + 1;
    boolean inside = experts || model.experts() == null;
    return new StageSpec(model, range, precision, positions, inside);
  }

  /**
   * One graph for all numbers of sessions has its weights in memory once, but its branches cost a
   * lone session's step 1 to 2 ms (docs/adr/0005). Where that would show, there are two.
   */
  private List<Buckets> graphs(PreparedStage prepared) {
    int windows = options.maxWindows();
    return windows == 1 || !options.loneCopy() || layerBytes(prepared) > MOST_BYTES_TWICE
        ? List.of(Buckets.any(windows))
        : List.of(Buckets.LONE, Buckets.shared(windows));
  }

  /** What each graph has of its own. */
  private long layerBytes(PreparedStage prepared) {
    return prepared.weightBytes() - headBytes;
  }

  private static int context(Architecture architecture, EngineOptions options) {
    return options.context() == 0
        ? architecture.context()
        : Math.min(options.context(), architecture.context());
  }
}
