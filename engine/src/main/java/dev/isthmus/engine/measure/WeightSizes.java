package dev.isthmus.engine.measure;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Experts;
import dev.isthmus.engine.graph.StageTensors;
import dev.isthmus.engine.quantize.Grid;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many weights a model or a stage has, and about how many bytes they take once loaded.
 *
 * @param all weights
 * @param fourBit of all, those that int4 keeps in 4 bits; the others take 8
 * @param oneExpert weights of one routed expert of one layer, 0 in a dense model
 * @param experts weights of all routed experts of all layers
 * @param fourBitExperts of these, those that int4 keeps in 4 bits
 */
public record WeightSizes(
    long all, long fourBit, long oneExpert, long experts, long fourBitExperts) {

  /** Of the whole model. */
  public static WeightSizes of(ModelSource source, Architecture model) {
    return of(source, model, new StageRange(0, model.layers()));
  }

  /** Of a stage. */
  public static WeightSizes of(ModelSource source, Architecture model, StageRange range) {
    StageTensors stage = new StageTensors(model, range);
    List<Tensor> tensors =
        source.tensorNames().stream()
            .filter(stage::needs)
            .map(name -> source.tensor(name).orElseThrow())
            .toList();
    List<Tensor> narrow =
        tensors.stream().filter(tensor -> Grid.of(tensor.type(), 4).bits() == 4).toList();
    long all = weights(tensors, tensor -> true);
    long fourBit = weights(narrow, tensor -> true);
    Experts experts = model.experts();
    if (experts == null) {
      return new WeightSizes(all, fourBit, 0, 0, 0);
    }
    long one = 3L * experts.intermediate() * model.hidden();
    long layers = experts.layers().stream().filter(range::holds).count();
    return new WeightSizes(
        all,
        fourBit,
        one,
        layers * experts.count() * one,
        weights(narrow, tensor -> ExpertId.ofTensor(tensor.name()).isPresent()));
  }

  private static long weights(List<Tensor> tensors, Predicate<Tensor> which) {
    return tensors.stream()
        .filter(which)
        .mapToLong(tensor -> Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b))
        .sum();
  }

  /** Of all weights. */
  public long bytes(Precision precision) {
    return bytes(all, fourBit, precision);
  }

  /** Of what a node holds that holds no routed expert. */
  public long bytesWithoutExperts(Precision precision) {
    return bytes(all - experts, fourBit - fourBitExperts, precision);
  }

  /** Of one routed expert of one layer; the mean where they have not all the same bit width. */
  public long expertBytes(Precision precision) {
    return experts == 0
        ? 0
        : (long) (bytes(experts, fourBitExperts, precision) * ((double) oneExpert / experts));
  }

  /** Scales and norms included; 4 bits keep a sum and two factors beside each block of 32. */
  private static long bytes(long weights, long fourBit, Precision precision) {
    return switch (precision) {
      case FP32 -> 4 * weights;
      case INT8 -> (long) (1.1 * weights);
      case INT4 -> (long) (0.7 * fourBit + 1.1 * (weights - fourBit));
    };
  }
}
