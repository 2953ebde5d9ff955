package dev.isthmus.engine.check;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs a model and compares it with reference outputs: tokenizer and template, logits, greedy ids,
 * and that it says the same however it is cut into stages.
 */
public final class ModelCheck {

  // Layers, over all stages that are loaded at once: all cuts of a small model, few of a large one.
  private static final int MOST_LAYERS = 96;

  private final ModelSource source;
  private final Architecture architecture;
  private final Precision precision;
  private final EngineOptions options;
  private final Consumer<Check> listener;
  private final List<Check> checks = new ArrayList<>();

  /**
   * @param options with a context that holds the longest prompt and its answer
   * @param listener hears of each check as it is made
   */
  public ModelCheck(
      ModelSource source,
      Architecture architecture,
      Precision precision,
      EngineOptions options,
      Consumer<Check> listener) {
    this.source = source;
    this.architecture = architecture;
    this.precision = precision;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Compares tokenizer and template as far as the reference has them; loads nothing.
   *
   * @param template the model's, or empty where it has none
   */
  public CheckReport texts(Golden golden, Tokenizer tokenizer, Optional<ChatTemplate> template) {
    checks.clear();
    TextCheck.run(golden, tokenizer, template).forEach(this::add);
    return new CheckReport(checks);
  }

  /**
   * Compares what the model computes.
   *
   * @throws dev.isthmus.engine.source.ModelRefusedException where the model cannot be loaded
   */
  public CheckReport numbers(Golden golden, Cuts cuts) {
    checks.clear();
    try (LoadedStages loaded =
        new LoadedStages(this::load, Math.max(MOST_LAYERS, architecture.layers()))) {
      List<int[]> whole = whole(golden, loaded);
      for (List<StageRange> cut : cuts.of(architecture.layers())) {
        add(cut(cut, golden, whole, loaded));
      }
    }
    return new CheckReport(checks);
  }

  private List<int[]> whole(Golden golden, LoadedStages loaded) {
    Comparison comparison = new Comparison(precision);
    List<int[]> ids = new ArrayList<>();
    List<StepEngine> stages = List.of(loaded.stage(new StageRange(0, architecture.layers())));
    for (Golden.Case reference : golden.cases()) {
      GreedyRun run = run(stages, reference);
      if (reference.lastLogits() != null) {
        add(comparison.logits(reference, run.lastLogits()));
      }
      add(comparison.greedy(reference, run.ids()));
      if (reference.logprobs() != null) {
        add(comparison.logprobs(reference, run));
      }
      ids.add(run.ids());
    }
    return ids;
  }

  /** A cut must say exactly what the whole said, in every precision. */
  private Check cut(List<StageRange> cut, Golden golden, List<int[]> whole, LoadedStages loaded) {
    String what =
        "cut "
            + cut.stream()
                .map(range -> "[" + range.first() + "," + range.last() + ")")
                .collect(Collectors.joining(" "));
    List<StepEngine> stages = cut.stream().map(loaded::stage).toList();
    for (int i = 0; i < whole.size(); i++) {
      Golden.Case reference = golden.cases().get(i);
      int[] ids = run(stages, reference).ids();
      int at = Arrays.mismatch(whole.get(i), ids);
      if (at >= 0) {
        return new Check(
            what,
            false,
            "id "
                + at
                + " of '"
                + reference.name()
                + "' is "
                + ids[at]
                + "; uncut it is "
                + whole.get(i)[at]);
      }
    }
    return new Check(what, true, whole.size() + " prompts say the same");
  }

  private GreedyRun run(List<StepEngine> stages, Golden.Case reference) {
    return GreedyRun.of(
        stages, source.headIds(), reference.promptIds(), reference.greedyIds().length);
  }

  private StepEngine load(StageRange range) {
    return EngineLoader.load(source, architecture, range, precision, options);
  }

  private void add(Check check) {
    checks.add(check);
    listener.accept(check);
  }
}
