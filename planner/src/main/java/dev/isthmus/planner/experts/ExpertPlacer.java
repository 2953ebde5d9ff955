package dev.isthmus.planner.experts;

import dev.isthmus.planner.experts.ExpertResult.Infeasible;
import dev.isthmus.planner.experts.ExpertResult.Placed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gives every expert its homes, at one site unless the policy says otherwise. */
public final class ExpertPlacer {

  /**
   * @param load by the model's layers and experts
   * @param current what is held now; {@link ExpertPlacement#NONE} where nothing is
   */
  public ExpertResult place(
      ExpertModel model,
      List<ExpertNode> nodes,
      ExpertLoad load,
      ExpertPolicy policy,
      ExpertPlacement current) {
    List<List<ExpertNode>> groups = groups(nodes, policy);
    List<Placed> found = new ArrayList<>();
    for (List<ExpertNode> group : groups) {
      pack(model, group, load, policy, current).ifPresent(found::add);
    }
    Optional<Placed> best = found.stream().min(byWorth(policy, current));
    return best.<ExpertResult>map(placed -> placed)
        .orElseGet(() -> new Infeasible(shortage(model, groups, policy)));
  }

  /** min keeps the first of equals: sites by name. */
  private static Comparator<Placed> byWorth(ExpertPolicy policy, ExpertPlacement current) {
    // A site that holds the experts now is left only for a gain that is worth a move.
    return Comparator.comparingDouble(
        placed -> {
          boolean stays =
              placed.placement().homes().keySet().stream().anyMatch(current.homes()::containsKey);
          return placed.tokenMillis() * (stays ? 1 - policy.moveGain() : 1);
        });
  }

  private static List<List<ExpertNode>> groups(List<ExpertNode> nodes, ExpertPolicy policy) {
    if (policy.acrossSites()) {
      return List.of(nodes);
    }
    Map<String, List<ExpertNode>> bySite =
        nodes.stream()
            .collect(Collectors.groupingBy(ExpertNode::site, TreeMap::new, Collectors.toList()));
    return List.copyOf(bySite.values());
  }

  private static Optional<Placed> pack(
      ExpertModel model,
      List<ExpertNode> nodes,
      ExpertLoad load,
      ExpertPolicy policy,
      ExpertPlacement current) {
    if (nodes.size() < policy.minHomes() || room(model, nodes) < least(model, policy)) {
      return Optional.empty();
    }
    return new SitePacker(model, nodes, load, policy, current)
        .pack()
        // Further homes of hot experts are wished for, not needed.
        .or(
            () ->
                new SitePacker(model, nodes, load, bare(policy), current)
                    .pack()
                    .map(placed -> lacking(placed, policy)));
  }

  private static Placed lacking(Placed placed, ExpertPolicy policy) {
    return new Placed(
        placed.placement(),
        placed.tokenMillis(),
        placed.bytesToMove(),
        Optional.of(
            "there is no room for %d homes of hot experts; each has %d"
                .formatted(policy.hotHomes(), policy.minHomes())));
  }

  private static ExpertPolicy bare(ExpertPolicy policy) {
    return new ExpertPolicy(
        policy.minHomes(),
        policy.minHomes(),
        policy.hotFactor(),
        0,
        policy.acrossSites(),
        policy.moveGain());
  }

  private static long least(ExpertModel model, ExpertPolicy policy) {
    return (long) model.layers().size() * model.experts() * policy.minHomes();
  }

  /** Experts that fit: no node needs more than one home of each. */
  private static long room(ExpertModel model, List<ExpertNode> nodes) {
    long all = (long) model.layers().size() * model.experts();
    return nodes.stream()
        .mapToLong(node -> Math.max(0, Math.min(all, node.freeBytes() / model.expertBytes())))
        .sum();
  }

  private static String shortage(
      ExpertModel model, List<List<ExpertNode>> groups, ExpertPolicy policy) {
    Optional<List<ExpertNode>> roomiest =
        groups.stream()
            .filter(group -> !group.isEmpty())
            .max(Comparator.comparingLong((List<ExpertNode> group) -> room(model, group)));
    if (roomiest.isEmpty()) {
      return "no node takes experts of " + model.name();
    }
    List<ExpertNode> nodes = roomiest.get();
    String sites =
        nodes.stream().map(ExpertNode::site).distinct().sorted().collect(Collectors.joining(", "));
    if (nodes.size() < policy.minHomes()) {
      return "%d homes for each expert of %s need as many nodes; site %s has %d"
          .formatted(policy.minHomes(), model.name(), sites, nodes.size());
    }
    return "%d experts of %s in %d layers, %s each, need %d MB at site %s; its %s %d MB free"
        .formatted(
            model.experts(),
            model.name(),
            model.layers().size(),
            policy.minHomes() == 1 ? "one home" : policy.minHomes() + " homes",
            (least(model, policy) * model.expertBytes() + 999_999) / 1_000_000,
            sites,
            nodes.size() == 1 ? "node has" : nodes.size() + " nodes together have",
            nodes.stream().mapToLong(node -> Math.max(0, node.freeBytes())).sum() / 1_000_000);
  }
}
