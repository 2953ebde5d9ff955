package dev.isthmus.engine.measure;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.source.ModelSource;
import java.time.Clock;
import java.util.List;

/**
 * Measures how near a precision of a whole model comes to its source: along the source's own greedy
 * answers in fp32. It loads the model twice, so it belongs into a process of its own.
 */
public final class QualityMeter {

  private static final int LONGEST_ANSWER = 128;

  private final ModelSource original;
  private final ModelSource source;
  private final Architecture architecture;
  private final EngineOptions options;
  private final Clock clock;

  /**
   * @param original answers in fp32
   * @param source is compared with it: the same model, or one with narrow experts
   */
  public QualityMeter(
      ModelSource original,
      ModelSource source,
      Architecture architecture,
      EngineOptions options,
      Clock clock) {
    this.original = original;
    this.source = source;
    this.architecture = architecture;
    this.options = options.withLoneCopy(false); // several answers are written at a time
    this.clock = clock;
  }

  /**
   * What is remembered beside the prepared weights, else measured and remembered.
   *
   * @param tokens how many positions are to be compared, from 1; the last answer is not cut short
   */
  public Quality measure(Precision precision, int tokens) {
    RememberedQuality remembered = RememberedQuality.of(source, architecture, precision, options);
    return remembered.over(tokens).orElseGet(() -> measured(precision, tokens, remembered));
  }

  private Quality measured(Precision precision, int tokens, RememberedQuality remembered) {
    Quality quality;
    try (StepEngine reference = load(original, Precision.FP32);
        StepEngine candidate = load(source, precision)) {
      List<int[]> prompts = Questions.ids(source, clock, architecture.context() - LONGEST_ANSWER);
      List<Answer> answers =
          new OwnAnswers(reference, source.stopIds()).write(prompts, LONGEST_ANSWER, tokens);
      quality = new QualityProbe(reference, candidate).compare(answers);
    }
    remembered.remember(tokens, quality);
    return quality;
  }

  private StepEngine load(ModelSource from, Precision precision) {
    return EngineLoader.load(from, architecture, whole(), precision, options);
  }

  private StageRange whole() {
    return new StageRange(0, architecture.layers());
  }
}
