package dev.isthmus.planner.place;

import dev.isthmus.planner.mode.StepTimes;
import java.util.Map;

/**
 * A machine that runs an agent.
 *
 * @param memoryBytes what models and KV may use together
 * @param measured steps as served on this node, one window, by model digest and precision; empty
 *     where nothing was measured yet
 */
public record Node(
    String id,
    String site,
    long memoryBytes,
    Standing standing,
    Map<String, Map<Precision, StepTimes>> measured) {

  /** Whether it takes work. */
  public enum Standing {
    /** Takes new work. */
    OPEN,
    /** Keeps what it runs and takes nothing new: cordoned, or silent for a while. */
    KEEPS,
    /** Is planned around: unreachable, or leaving. */
    GONE
  }

  public Node {
    measured = Map.copyOf(measured);
  }
}
