package dev.isthmus.engine.narrow;

import dev.isthmus.engine.runtime.ExpertHomes;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.ExpertRows;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** Puts rows through wide and narrow experts, and goes on with what the wide ones say. */
final class ComparedExperts implements ExpertHomes {

  private final ExpertHomes wide;
  private final ExpertHomes narrow;
  private final Map<ExpertId, ExpertEffect> effects = new HashMap<>();

  ComparedExperts(ExpertHomes wide, ExpertHomes narrow) {
    this.wide = wide;
    this.narrow = narrow;
  }

  @Override
  public void compute(ExpertRows rows, FloatBuffer into) {
    FloatBuffer other = FloatBuffer.allocate(rows.total() * rows.hidden());
    wide.compute(rows, into);
    narrow.compute(rows, other);
    int row = 0;
    for (int i = 0; i < rows.experts().length; i++) {
      double energy = 0;
      double error = 0;
      for (int end = row + rows.counts()[i]; row < end; row++) {
        double weight = rows.weights().get(row);
        for (int at = row * rows.hidden(); at < (row + 1) * rows.hidden(); at++) {
          double value = weight * into.get(at);
          double difference = value - weight * other.get(at);
          energy += value * value;
          error += difference * difference;
        }
      }
      ExpertId id = new ExpertId(rows.layer(), rows.experts()[i]);
      effects.merge(
          id, new ExpertEffect(id, rows.counts()[i], energy, error), ComparedExperts::both);
    }
  }

  private static ExpertEffect both(ExpertEffect a, ExpertEffect b) {
    return new ExpertEffect(
        a.id(), a.rows() + b.rows(), a.energy() + b.energy(), a.error() + b.error());
  }

  /** Of these experts, those without rows included. */
  List<ExpertEffect> effects(SortedSet<ExpertId> experts) {
    return experts.stream()
        .map(id -> effects.getOrDefault(id, new ExpertEffect(id, 0, 0, 0)))
        .toList();
  }
}
