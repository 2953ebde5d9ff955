package dev.isthmus.engine.measure;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Experts;
import dev.isthmus.engine.graph.StageTensors;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.source.ModelSource;
import java.util.Arrays;

/**
 * How many weights a model or a stage has, and about how many bytes they take once loaded.
 *
 * @param all weights
 * @param oneExpert weights of one routed expert of one layer, 0 in a dense model
 * @param experts weights of all routed experts of all layers
 */
public record WeightSizes(long all, long oneExpert, long experts) {

  /** Of the whole model. */
  public static WeightSizes of(ModelSource source, Architecture model) {
    return of(source, model, new StageRange(0, model.layers()));
  }

  /** Of a stage. */
  public static WeightSizes of(ModelSource source, Architecture model, StageRange range) {
    StageTensors stage = new StageTensors(model, range);
    long all =
        source.tensorNames().stream()
            .filter(stage::needs)
            .map(name -> source.tensor(name).orElseThrow().shape())
            .mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
            .sum();
    Experts experts = model.experts();
    if (experts == null) {
      return new WeightSizes(all, 0, 0);
    }
    long one = 3L * experts.intermediate() * model.hidden();
    long layers = experts.layers().stream().filter(range::holds).count();
    return new WeightSizes(all, one, layers * experts.count() * one);
  }

  /** Of all weights. */
  public long bytes(Precision precision) {
    return bytes(all, precision);
  }

  /** Of what a node holds that holds no routed expert. */
  public long bytesWithoutExperts(Precision precision) {
    return bytes(all - experts, precision);
  }

  /** Of one routed expert of one layer. */
  public long expertBytes(Precision precision) {
    return bytes(oneExpert, precision);
  }

  /** Scales and norms included; int4 keeps a sum and two factors beside each block of 32. */
  private static long bytes(long weights, Precision precision) {
    return (long)
        (weights
            * switch (precision) {
              case FP32 -> 4;
              case INT8 -> 1.1;
              case INT4 -> 0.7;
            });
  }
}
