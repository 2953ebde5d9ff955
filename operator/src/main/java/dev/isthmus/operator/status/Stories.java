package dev.isthmus.operator.status;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.condition.ConditionStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is told of a resource as it happens: a sentence for each condition that people wait for,
 * when its value or its reason changes. Nothing is told of what merely goes on.
 */
public final class Stories {

  private static final Set<String> TOLD = Set.of("Ready", "Degraded", "Planned");

  /** Where Unknown or False is the bad news; Degraded is bad where it is true. */
  private static final String BAD_WHEN_TRUE = "Degraded";

  /**
   * One sentence.
   *
   * @param warning whether somebody should look
   */
  public record Story(boolean warning, Reason reason, String sentence) {}

  private Stories() {}

  /** What changed from the conditions before to those after. */
  public static List<Story> between(List<Condition> before, List<Condition> after) {
    return after.stream()
        .filter(condition -> TOLD.contains(condition.type()))
        .filter(condition -> isNews(condition, find(before, condition.type())))
        .map(Stories::story)
        .toList();
  }

  private static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  /** A thing that starts out as it should be is no news. */
  private static boolean isNews(Condition now, Optional<Condition> before) {
    return before
        .map(old -> old.status() != now.status() || !old.reason().equals(now.reason()))
        .orElse(isBad(now));
  }

  private static boolean isBad(Condition condition) {
    return condition.type().equals(BAD_WHEN_TRUE)
        ? condition.status() != ConditionStatus.FALSE
        : condition.status() != ConditionStatus.TRUE;
  }

  private static Story story(Condition condition) {
    String value =
        switch (condition.status()) {
          case TRUE -> "";
          case FALSE -> "not ";
          case UNKNOWN -> "perhaps not ";
        };
    String what = condition.type().toLowerCase(java.util.Locale.ROOT);
    return new Story(
        isBad(condition),
        Reason.valueOf(condition.reason()),
        value + what + ": " + condition.message());
  }
}
