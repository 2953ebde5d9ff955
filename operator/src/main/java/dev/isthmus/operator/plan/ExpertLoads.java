package dev.isthmus.operator.plan;

import dev.isthmus.operator.observe.Observed;
import dev.isthmus.planner.experts.ExpertLoad;
import dev.isthmus.planner.place.ExpertNeeds;
import dev.isthmus.planner.place.ModelNeeds;
import dev.isthmus.planner.place.Role;
import dev.isthmus.protocol.v1.LayerLoad;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that the experts of a service got, as its verifiers counted them.
 *
 * @param rows by layer, in the order of experts
 */
record ExpertLoads(Map<Integer, long[]> rows) {

  static final ExpertLoads NONE = new ExpertLoads(Map.of());

  /** Fewer rows of a layer than this for each expert say nothing about which are hot. */
  private static final long LEAST_ROWS_EACH = 64;

  static ExpertLoads of(Optional<CurrentPlan> plan, Observed seen) {
    Map<Integer, long[]> rows = new HashMap<>();
    plan.stream()
        .flatMap(current -> current.plan().of(Role.VERIFIER))
        .forEach(
            placement ->
                Optional.ofNullable(seen.nodes().get(placement.node()))
                    .flatMap(node -> node.role(placement.id()))
                    .ifPresent(role -> role.getExpertLoadList().forEach(it -> add(it, rows))));
    return new ExpertLoads(rows);
  }

  private static void add(LayerLoad layer, Map<Integer, long[]> rows) {
    List<Long> counted = layer.getRowsList();
    long[] sum = rows.getOrDefault(layer.getLayer(), new long[0]);
    sum = Arrays.copyOf(sum, Math.max(sum.length, counted.size()));
    for (int expert = 0; expert < counted.size(); expert++) {
      sum[expert] += counted.get(expert);
    }
    rows.put(layer.getLayer(), sum);
  }

  /** Empty where some layer was not counted long enough, or counts are not this model's. */
  Optional<ExpertLoad> load(ModelNeeds model) {
    if (model.experts().isEmpty()) {
      return Optional.empty();
    }
    ExpertNeeds experts = model.experts().get();
    long[][] counts = new long[experts.layers().size()][];
    for (int i = 0; i < counts.length; i++) {
      long[] counted = rows.getOrDefault(experts.layers().get(i), new long[0]);
      if (counted.length > experts.count()
          || Arrays.stream(counted).sum() < LEAST_ROWS_EACH * experts.count()) {
        return Optional.empty();
      }
      counts[i] = Arrays.copyOf(counted, experts.count());
    }
    return Optional.of(new ExpertLoad(counts));
  }
}
