package dev.isthmus.engine.narrow;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.measure.Questions;
import dev.isthmus.engine.measure.Teacher;
import dev.isthmus.engine.measure.WeightSizes;
import dev.isthmus.engine.prepared.PrepareListener;
import dev.isthmus.engine.prepared.PreparedCache;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.ExpertEngine;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.source.ModelSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.SortedSet;

/**
 * Measures what 4 bits a weight change of each expert's output. Questions are read through the
 * model in int8; each row that is routed to an expert goes through it twice, with its weights in 8
 * bits and in 4, and counts as the gate weights it.
 *
 * <p>Layers without their experts are in memory whole, experts as many as there is room for.
 */
public final class EffectMeter {

  /** Rows of 4 in 64 experts then come to some 60 an expert. */
  private static final int TOKENS = 1024;

  /** The questions are read one after the other. */
  private static final long KV_BYTES = 64L << 20;

  private final ModelSource source;
  private final Architecture model;
  private final WeightSizes sizes;
  private final EngineOptions options;
  private final Clock clock;

  /**
   * @param cacheDir has what is prepared for this in a folder beside the rest, as long as it takes:
   *     one measures at a time
   * @param threads of a step
   * @param listener hears of preparing
   */
  public EffectMeter(
      ModelSource source,
      Architecture model,
      Path cacheDir,
      int threads,
      PrepareListener listener,
      Clock clock) {
    this.source = source;
    this.model = model;
    this.sizes = WeightSizes.of(source, model);
    this.options =
        EngineOptions.of(cacheDir.resolve("effects"), threads, KV_BYTES).withListener(listener);
    this.clock = clock;
  }

  /** The least memory that it takes, KV included: two experts of either kind have to fit. */
  public long leastBytes() {
    return besidesExperts() + 4 * sizes.expertBytes(Precision.INT8);
  }

  private long besidesExperts() {
    return sizes.bytesWithoutExperts(Precision.INT8) + options.kvBytes();
  }

  /**
   * Of the experts that have more than 4 bits a weight.
   *
   * @param memoryBytes that it may take, {@link #leastBytes} or more
   */
  public ExpertEffects measure(long memoryBytes) {
    SortedSet<ExpertId> experts = ExpertId.all(model);
    SortedSet<ExpertId> candidates = NarrowedModel.wide(source);
    if (candidates.isEmpty()) {
      return new ExpertEffects(List.of(), candidates);
    }
    try (ExpertEngine wide = open(source, experts, Precision.INT8, memoryBytes);
        ExpertEngine narrow =
            open(NarrowedModel.of(source, candidates), experts, Precision.INT4, memoryBytes)) {
      ComparedExperts compared = new ComparedExperts(wide, narrow);
      read(compared);
      return new ExpertEffects(compared.effects(experts), candidates);
    } finally {
      new PreparedCache(options.cacheDir()).clear();
    }
  }

  private ExpertEngine open(
      ModelSource from, SortedSet<ExpertId> experts, Precision precision, long memoryBytes) {
    long half = (memoryBytes - besidesExperts()) / 2;
    return ExpertEngine.open(from, model, experts, precision, options, half);
  }

  private void read(ComparedExperts experts) {
    StageRange whole = new StageRange(0, model.layers());
    try (StepEngine engine =
        EngineLoader.loadApart(source, model, whole, Precision.INT8, options, experts)) {
      int read = 0;
      for (int[] question : Questions.ids(source, clock, engine.info().context())) {
        if (read < TOKENS) {
          try (Sequence sequence = Teacher.admit(engine, question, question.length)) {
            sequence.truncate(0);
            Teacher.prefill(engine, sequence, question);
          }
          read += question.length;
        }
      }
    }
  }
}
