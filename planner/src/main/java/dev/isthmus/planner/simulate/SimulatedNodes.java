package dev.isthmus.planner.simulate;

import dev.isthmus.planner.place.Node;
import dev.isthmus.planner.place.Site;
import dev.isthmus.planner.place.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Nodes as unlike as those of real fleets: at the edge 1 to 8 GB and the bandwidth of small
 * computers, in the cloud 8 to 64 GB and that of servers.
 */
public final class SimulatedNodes {

  private static final long GB = 1_000_000_000;

  private SimulatedNodes() {}

  /**
   * @param sites that they are spread over in turn, at least one
   * @param count of nodes, 0 or more
   * @param random its seed makes the fleet
   */
  public static List<Node> of(List<Site> sites, int count, RandomGenerator random) {
    List<Node> nodes = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      Site site = sites.get(n % sites.size());
      boolean edge = site.tier() == Tier.EDGE;
      long memory = (edge ? 1 + random.nextInt(8) : 8 + random.nextInt(57)) * GB;
      double gigabytesPerSecond = edge ? 4 + random.nextInt(25) : 20 + random.nextInt(181);
      nodes.add(
          new Node(
              site.id() + "-simulated-" + n / sites.size(),
              site.id(),
              memory,
              Node.Standing.OPEN,
              Map.of(),
              OptionalDouble.of(1000 / (gigabytesPerSecond * GB))));
    }
    return nodes;
  }
}
