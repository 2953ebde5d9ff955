package dev.isthmus.planner.mode;

import java.util.List;

/**
 * A chosen mode.
 *
 * @param chosen its prediction; {@link Prediction#draftTokens} is the window to draft
 * @param candidates the best prediction of every mode that is possible here, {@link Mode} order
 * @param reason one plain sentence with the figures, ASCII
 */
public record ModeDecision(Prediction chosen, List<Prediction> candidates, String reason) {

  public ModeDecision {
    candidates = List.copyOf(candidates);
  }

  public Mode mode() {
    return chosen.mode();
  }
}
