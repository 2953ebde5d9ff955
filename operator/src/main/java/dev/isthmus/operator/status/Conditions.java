package dev.isthmus.operator.status;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.condition.ConditionStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The next conditions of a resource, in the order in which they are set. A condition's time moves
 * only with its value.
 */
public final class Conditions {

  private static final int LONGEST_MESSAGE = 1024;

  private final List<Condition> before;
  private final Long generation;
  private final Clock clock;
  private final List<Condition> next = new ArrayList<>();

  /**
   * @param before the conditions as they are now
   * @param generation that was looked at
   */
  public Conditions(List<Condition> before, Long generation, Clock clock) {
    this.before = before;
    this.generation = generation;
    this.clock = clock;
  }

  /** Sets a condition. */
  public Conditions set(String type, ConditionStatus status, Reason reason, String message) {
    String time =
        before(type)
            .filter(condition -> condition.status() == status)
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    String text =
        message.length() > LONGEST_MESSAGE
            ? message.substring(0, LONGEST_MESSAGE - 1) + "…"
            : message;
    next.add(new Condition(type, status, generation, time, reason.name(), text));
    return this;
  }

  /** The condition as it is now. */
  public Optional<Condition> before(String type) {
    return before.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  public List<Condition> list() {
    return List.copyOf(next);
  }
}
