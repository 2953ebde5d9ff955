package dev.isthmus.operator.plan;

import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeStatus;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.source.ResourceReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Milliseconds that a step of one row takes for each byte of weights, by node: from what it runs,
 * else as its status remembers it. A node that was slow is not taken for a fast one once its work
 * has gone elsewhere.
 */
public final class NodeSpeeds {

  private static final double GIGABYTE = 1e9;
  private static final MathContext DIGITS = new MathContext(3);

  private final ResourceReader source;
  private final Measurements measurements;

  public NodeSpeeds(ResourceReader source) {
    this(source, new Measurements(source));
  }

  NodeSpeeds(ResourceReader source, Measurements measurements) {
    this.source = source;
    this.measurements = measurements;
  }

  /** As its record says. */
  public OptionalDouble of(ObservedNode node) {
    return of(node.id(), FleetInputs.reports(node));
  }

  OptionalDouble of(String node, List<Measurements.Report> reports) {
    OptionalDouble now = measurements.millisPerByte(node, reports);
    return now.isPresent()
        ? now
        : source
            .find(InferenceNode.class, null, node)
            .map(InferenceNode::getStatus)
            .map(NodeStatus::millisPerGigabyte)
            .map(millis -> OptionalDouble.of(millis / GIGABYTE))
            .orElseGet(OptionalDouble::empty);
  }

  /** Of a speed as statuses have it: three digits of it. */
  public static Optional<Double> millisPerGigabyte(OptionalDouble millisPerByte) {
    if (millisPerByte.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        BigDecimal.valueOf(millisPerByte.getAsDouble() * GIGABYTE).round(DIGITS).doubleValue());
  }
}
