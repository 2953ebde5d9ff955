package dev.isthmus.engine.narrow;

import dev.isthmus.engine.runtime.ExpertId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What 4 bits a weight would change of the output of each of a model's experts. */
public final class ExpertEffects {

  private final List<ExpertEffect> effects;
  private final Set<ExpertId> candidates;

  /**
   * @param effects of all experts
   * @param candidates those of them that have more than 4 bits a weight
   */
  ExpertEffects(List<ExpertEffect> effects, Set<ExpertId> candidates) {
    this.effects = List.copyOf(effects);
    this.candidates = Set.copyOf(candidates);
  }

  /**
   * The experts that get 4 bits: as many as may, those of the least effect first.
   *
   * <p>An expert that got no rows is counted with one of its layer's mean error: that it was not
   * needed here says little about other text.
   *
   * @param mostError the share of the squares of all experts' outputs that may be lost together, 0
   *     to 1
   */
  public SortedSet<ExpertId> narrow(double mostError) {
    double energy = effects.stream().mapToDouble(ExpertEffect::energy).sum();
    List<ExpertEffect> least =
        effects.stream()
            .filter(effect -> candidates.contains(effect.id()))
            .sorted(Comparator.comparingDouble(this::error).thenComparing(ExpertEffect::id))
            .toList();
    SortedSet<ExpertId> narrow = new TreeSet<>();
    double lost = 0;
    for (ExpertEffect effect : least) {
      lost += error(effect);
      if (lost > mostError * energy) {
        return narrow;
      }
      narrow.add(effect.id());
    }
    return narrow;
  }

  private double error(ExpertEffect effect) {
    return effect.rows() > 0 ? effect.error() : meanError(effect.id().layer());
  }

  /** Of a row of a layer. */
  private double meanError(int layer) {
    double error = 0;
    long rows = 0;
    for (ExpertEffect effect : effects) {
      if (effect.id().layer() == layer) {
        error += effect.error();
        rows += effect.rows();
      }
    }
    return rows == 0 ? 0 : error / rows;
  }
}
