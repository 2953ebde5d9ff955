package dev.isthmus.planner.place;

import dev.isthmus.planner.place.PlaceResult.Shortfall;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One drafter at each edge site. A site without one is served in mode cloud, so nothing here makes
 * a service infeasible. Memory is counted for the dearest precision that fits, so that the node is
 * free to choose among that and all smaller ones.
 */
final class DrafterPlacing {

  private final Memory memory;
  private final Demand demand;
  private final Placing placing;
  private final List<Placement> current;
  private final List<Precision> dearestFirst;

  DrafterPlacing(Memory memory, Demand demand, Placing placing, Optional<Plan> current) {
    this.memory = memory;
    this.demand = demand;
    this.placing = placing;
    this.current = current.map(plan -> plan.of(Role.DRAFTER).toList()).orElse(List.of());
    Comparator<Precision> bytes =
        Comparator.comparingLong(precision -> placing.model().weightBytes().get(precision));
    this.dearestFirst =
        placing.model().weightBytes().keySet().stream()
            .filter(p -> placing.precision().isEmpty() || placing.precision().get() == p)
            .sorted(bytes.reversed())
            .toList();
  }

  void place(List<Placement> placements, List<Shortfall> shortfalls) {
    List<Site> selected = memory.sites(Tier.EDGE, placing.sites());
    List<Site> sites = selected.stream().filter(demand::mayRead).toList();
    if (!selected.isEmpty() && sites.isEmpty()) {
      shortfalls.add(Wording.noText(demand, selected));
    } else if (sites.isEmpty()) {
      shortfalls.add(Wording.noSite(placing, Role.DRAFTER, Tier.EDGE));
    } else if (dearestFirst.isEmpty()) {
      shortfalls.add(Wording.precision(placing, placing.precision().orElse(Precision.FP32)));
    } else {
      sites.forEach(site -> place(List.of(site), placements, shortfalls));
    }
  }

  private void place(List<Site> here, List<Placement> placements, List<Shortfall> shortfalls) {
    Optional<Placement> placed = kept(here).or(() -> fresh(here));
    if (placed.isPresent()) {
      memory.take(placed.get());
      placements.add(placed.get());
    } else {
      shortfalls.add(missing(here));
    }
  }

  private Optional<Placement> kept(List<Site> here) {
    return current.stream()
        .filter(p -> p.site().equals(here.get(0).id()) && dearestFirst.contains(p.precision()))
        .filter(p -> memory.stays(p, placing, here))
        .findFirst();
  }

  private Optional<Placement> fresh(List<Site> here) {
    Comparator<Node> roomiest =
        Comparator.comparingLong(memory::free).thenComparing(Node::id, Comparator.reverseOrder());
    return memory.open(here).stream().max(roomiest).flatMap(this::dearest);
  }

  private Optional<Placement> dearest(Node node) {
    return dearestFirst.stream()
        .filter(precision -> memory.fits(placing, precision, node))
        .findFirst()
        .map(
            precision ->
                new Placement(
                    demand.uid() + "/" + Role.DRAFTER.word() + "/" + node.site(),
                    Role.DRAFTER,
                    node.id(),
                    node.site(),
                    placing.model().digest(),
                    precision,
                    placing.model().weightBytes().get(precision),
                    memory.kvBytes(placing, precision, node)));
  }

  private Shortfall missing(List<Site> here) {
    List<Node> open = memory.open(here);
    if (open.isEmpty()) {
      return Wording.noNodes(placing, here);
    }
    long free = open.stream().mapToLong(memory::free).max().orElse(0);
    return Wording.memory(placing, dearestFirst.get(dearestFirst.size() - 1), here, free);
  }
}
