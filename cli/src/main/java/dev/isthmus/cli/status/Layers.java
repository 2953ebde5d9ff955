package dev.isthmus.cli.status;

import dev.isthmus.cli.status.FleetStatus.Node;
import dev.isthmus.crds.node.NodeRole;
import dev.isthmus.crds.node.Role;
import dev.isthmus.crds.node.RoleState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Draws which node holds which layers of a service's verifier. */
final class Layers {

  private static final int WIDTH = 30;

  private record Held(Node node, NodeRole role) {}

  private Layers() {}

  /** " [0,10)", or nothing for a whole model. */
  static String range(NodeRole role) {
    return role.lastLayer() == null
        ? ""
        : " [%d,%d)".formatted(role.firstLayer(), role.lastLayer());
  }

  /** A line for each stage, in the order of their layers; none where the model is whole. */
  static List<String> of(String service, List<Node> nodes) {
    List<Held> stages = new ArrayList<>();
    for (Node node : nodes) {
      node.roles().stream()
          .filter(role -> service.equals(role.service()) && role.lastLayer() != null)
          .forEach(role -> stages.add(new Held(node, role)));
    }
    stages.sort(Comparator.comparing(held -> held.role().firstLayer()));
    int layers = stages.stream().mapToInt(held -> held.role().lastLayer()).max().orElse(0);
    return stages.stream().map(held -> line(held, layers)).toList();
  }

  private static String line(Held held, int layers) {
    int from = held.role().firstLayer() * WIDTH / layers;
    int to = Math.max(from + 1, held.role().lastLayer() * WIDTH / layers);
    String bar = ".".repeat(from) + "#".repeat(to - from) + ".".repeat(WIDTH - to);
    return "layers %s%s at %s (%s)%s%s%s"
        .formatted(
            bar,
            range(held.role()),
            held.node().name(),
            held.node().site(),
            held.role().role() == Role.VERIFIER ? ", serves sessions" : "",
            held.role().state() == RoleState.READY ? "" : ", not ready",
            states(held.role().statesAgreement()));
  }

  /** What hidden states that lose bits do to the output; nothing where they lose none. */
  private static String states(Double agreement) {
    return agreement == null
        ? ""
        : String.format(
            Locale.ROOT, ", hidden states not in fp32: %.3f of first choices as in it", agreement);
  }
}
