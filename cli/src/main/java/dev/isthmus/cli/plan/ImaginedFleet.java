package dev.isthmus.cli.plan;

import dev.isthmus.crds.site.Pool;
import dev.isthmus.crds.site.Site;
import dev.isthmus.planner.place.Fleet;
import dev.isthmus.planner.place.Node;
import dev.isthmus.planner.simulate.SimulatedNodes;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Nodes that are not there: those of the sites' pools while nothing runs, and as many simulated
 * ones as were asked for.
 *
 * @param machineBytes what a node of a pool has that says nothing of its memory
 */
record ImaginedFleet(List<Site> sites, int simulated, long seed, long machineBytes)
    implements UnaryOperator<Fleet> {

  @Override
  public Fleet apply(Fleet fleet) {
    List<Node> nodes = new ArrayList<>(fleet.nodes());
    if (nodes.isEmpty() && simulated == 0) {
      sites.forEach(site -> site.getSpec().pools().forEach(pool -> add(site, pool, nodes)));
    }
    if (simulated > 0) {
      nodes.addAll(SimulatedNodes.of(fleet.sites(), simulated, new SplittableRandom(seed)));
    }
    return new Fleet(fleet.sites(), nodes, fleet.links());
  }

  private void add(Site site, Pool pool, List<Node> nodes) {
    String name = site.getMetadata().getName();
    for (int n = 0; n < pool.replicaCount(); n++) {
      nodes.add(
          new Node(
              name + "-" + pool.name() + "-" + n,
              name,
              memory(pool),
              Node.Standing.OPEN,
              Map.of()));
    }
  }

  private long memory(Pool pool) {
    Quantity memory = pool.resources() == null ? null : pool.resources().memory();
    return memory == null ? machineBytes : Quantity.getAmountInBytes(memory).longValue();
  }
}
