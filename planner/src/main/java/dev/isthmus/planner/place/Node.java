package dev.isthmus.planner.place;

import dev.isthmus.planner.mode.StepTimes;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A machine that runs an agent.
 *
 * @param memoryBytes what models and KV may use together
 * @param measured steps as served on this node, one window, by model digest and precision; empty
 *     where nothing was measured yet
 * @param millisPerByte of weights that a step of one row reads, from whatever it runs; empty where
 *     it runs nothing
 */
public record Node(
    String id,
    String site,
    long memoryBytes,
    Standing standing,
    Map<String, Map<Precision, StepTimes>> measured,
    OptionalDouble millisPerByte) {

  /** Whether it takes work. */
  public enum Standing {
    /** Takes new work. */
    OPEN,
    /** Keeps what it runs and takes nothing new: cordoned, or silent for a while. */
    KEEPS,
    /** Is planned around: unreachable, or leaving. */
    GONE
  }

  /** Of which only steps of whole models are known, if anything. */
  public Node(
      String id,
      String site,
      long memoryBytes,
      Standing standing,
      Map<String, Map<Precision, StepTimes>> measured) {
    this(id, site, memoryBytes, standing, measured, OptionalDouble.empty());
  }

  public Node {
    measured = Map.copyOf(measured);
  }
}
