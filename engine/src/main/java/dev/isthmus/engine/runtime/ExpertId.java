package dev.isthmus.engine.runtime;

import dev.isthmus.engine.family.Architecture;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A routed expert of a model. */
public record ExpertId(int layer, int expert) implements Comparable<ExpertId> {

  private static final Pattern TENSOR =
      Pattern.compile("model\\.layers\\.(\\d+)\\.mlp\\.experts\\.(\\d+)\\..*");

  /** All routed experts of a model. */
  public static SortedSet<ExpertId> all(Architecture model) {
    SortedSet<ExpertId> all = new TreeSet<>();
    for (int layer : model.experts().layers()) {
      for (int expert = 0; expert < model.experts().count(); expert++) {
        all.add(new ExpertId(layer, expert));
      }
    }
    return all;
  }

  /** Their numbers, by layer, both ascending. */
  public static SortedMap<Integer, List<Integer>> byLayer(SortedSet<ExpertId> experts) {
    return experts.stream()
        .collect(
            Collectors.groupingBy(
                ExpertId::layer,
                TreeMap::new,
                Collectors.mapping(ExpertId::expert, Collectors.toList())));
  }

  /**
   * The expert that a tensor belongs to, empty where it is no routed expert's.
   *
   * @param name as {@link dev.isthmus.engine.source.ModelSource} has it
   */
  public static Optional<ExpertId> ofTensor(String name) {
    Matcher expert = TENSOR.matcher(name);
    return expert.matches()
        ? Optional.of(
            new ExpertId(Integer.parseInt(expert.group(1)), Integer.parseInt(expert.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(ExpertId other) {
    int byLayer = Integer.compare(layer, other.layer);
    return byLayer != 0 ? byLayer : Integer.compare(expert, other.expert);
  }
}
