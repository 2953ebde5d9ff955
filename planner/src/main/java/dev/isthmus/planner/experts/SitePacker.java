package dev.isthmus.planner.experts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Packs experts onto the nodes that a token may visit. What a node holds already stays; what is
 * missing goes, heaviest first, to the node that would then be done first; then single experts move
 * away from the node that a layer waits for, as long as each move saves enough.
 */
final class SitePacker {

  private final ExpertModel model;
  private final List<ExpertNode> nodes;
  private final ExpertPolicy policy;
  private final ExpertPlacement current;
  private final double[][] rows;
  private final int[][] wanted;

  /** One home that is still to be found. */
  private record Item(int layer, int expert, double share) {}

  SitePacker(
      ExpertModel model,
      List<ExpertNode> nodes,
      ExpertLoad load,
      ExpertPolicy policy,
      ExpertPlacement current) {
    this.model = model;
    this.nodes = nodes.stream().sorted(Comparator.comparing(ExpertNode::id)).toList();
    this.policy = policy;
    this.current = current;
    int layers = model.layers().size();
    this.rows = new double[layers][];
    this.wanted = new int[layers][];
    for (int layer = 0; layer < layers; layer++) {
      rows[layer] = load.rows(layer, model.activePerToken());
      wanted[layer] = HomesWanted.of(rows[layer], policy, nodes.size());
    }
  }

  Optional<ExpertResult.Placed> pack() {
    Packing packing = kept();
    if (!fill(packing, false)) {
      // Load alone can leave the last experts no node that lacks them; room alone does not.
      packing = kept();
      if (!fill(packing, true)) {
        packing = new Packing(model, nodes, rows, wanted);
        if (!fill(packing, true)) {
          return Optional.empty();
        }
      }
    }
    for (int layer = 0; layer < packing.layers(); layer++) {
      rebalance(packing, layer);
    }
    return Optional.of(
        new ExpertResult.Placed(
            packing.placement(), packing.tokenMillis(), moved(packing), Optional.empty()));
  }

  /** The current homes, as many as are wanted and as have room; the least loaded nodes' first. */
  private Packing kept() {
    Packing packing = new Packing(model, nodes, rows, wanted);
    for (Item item : items(packing)) {
      int node = holder(packing, item);
      if (node >= 0) {
        packing.add(item.layer(), node, item.expert());
      }
    }
    return packing;
  }

  private int holder(Packing packing, Item item) {
    int best = -1;
    for (int node = 0; node < packing.nodes(); node++) {
      if (current.holds(nodes.get(node).id(), model.layers().get(item.layer()), item.expert())
          && takes(packing, item, node)
          && (best < 0
              || packing.millis(item.layer(), node) < packing.millis(item.layer(), best))) {
        best = node;
      }
    }
    return best;
  }

  private List<Item> items(Packing packing) {
    List<Item> items = new ArrayList<>();
    for (int layer = 0; layer < packing.layers(); layer++) {
      for (int expert = 0; expert < model.experts(); expert++) {
        for (int home = packing.missing(layer, expert); home > 0; home--) {
          items.add(new Item(layer, expert, packing.share(layer, expert)));
        }
      }
    }
    items.sort(Comparator.comparingDouble(Item::share).reversed());
    return items;
  }

  /**
   * @param byRoom to the node with the most room, which finds a place wherever there is one
   */
  private boolean fill(Packing packing, boolean byRoom) {
    for (Item item : byRoom ? rarestFirst(packing) : items(packing)) {
      int best = -1;
      for (int node = 0; node < packing.nodes(); node++) {
        if (takes(packing, item, node)
            && (best < 0 || isBetter(packing, item, node, best, byRoom))) {
          best = node;
        }
      }
      if (best < 0) {
        return false;
      }
      packing.add(item.layer(), best, item.expert());
    }
    return true;
  }

  /** Those that need the most nodes come first: they have the least choice. */
  private List<Item> rarestFirst(Packing packing) {
    List<Item> items = items(packing);
    items.sort(
        Comparator.comparingInt((Item item) -> wanted[item.layer()][item.expert()])
            .reversed()
            .thenComparing(Item::layer)
            .thenComparing(Item::expert));
    return items;
  }

  private static boolean takes(Packing packing, Item item, int node) {
    return packing.room(node) > 0 && !packing.holds(item.layer(), node, item.expert());
  }

  private static boolean isBetter(Packing packing, Item item, int node, int than, boolean byRoom) {
    if (byRoom) {
      return packing.room(node) > packing.room(than);
    }
    double millis = packing.millisWith(item.layer(), node, item.share());
    double best = packing.millisWith(item.layer(), than, item.share());
    return millis < best || millis == best && packing.room(node) > packing.room(than);
  }

  /** Moves experts off the slowest node of a layer while the layer gains enough by each. */
  private void rebalance(Packing packing, int layer) {
    for (int moves = 0; moves < model.experts(); moves++) {
      int slowest = packing.slowest(layer);
      double limit = packing.millis(layer, slowest) * (1 - policy.moveGain());
      Move best = null;
      for (int expert : packing.held(layer, slowest).stream().toArray()) {
        for (int node = 0; node < packing.nodes(); node++) {
          Move move = move(packing, layer, expert, slowest, node);
          if (move != null && (best == null || move.millis() < best.millis())) {
            best = move;
          }
        }
      }
      if (best == null || others(packing, layer, slowest, best) > limit) {
        return;
      }
      packing.remove(layer, slowest, best.expert());
      packing.add(layer, best.to(), best.expert());
    }
  }

  /**
   * @param millis of the slower of the two nodes after it
   */
  private record Move(int expert, int to, double millis) {}

  private Move move(Packing packing, int layer, int expert, int from, int to) {
    Item item = new Item(layer, expert, packing.share(layer, expert));
    if (to == from || !takes(packing, item, to)) {
      return null;
    }
    double millis =
        Math.max(
            packing.millisWith(layer, to, item.share()),
            packing.millisWith(layer, from, -item.share()));
    return new Move(expert, to, millis);
  }

  /** The layer's time after a move: of the two nodes, or of a third that was nearly as slow. */
  private static double others(Packing packing, int layer, int from, Move move) {
    double slowest = move.millis();
    for (int node = 0; node < packing.nodes(); node++) {
      if (node != from && node != move.to()) {
        slowest = Math.max(slowest, packing.millis(layer, node));
      }
    }
    return slowest;
  }

  private long moved(Packing packing) {
    long moved = 0;
    for (int layer = 0; layer < packing.layers(); layer++) {
      int number = model.layers().get(layer);
      for (int node = 0; node < packing.nodes(); node++) {
        String id = nodes.get(node).id();
        moved +=
            packing.held(layer, node).stream()
                .filter(expert -> !current.holds(id, number, expert))
                .count();
      }
    }
    return moved * model.expertBytes();
  }
}
