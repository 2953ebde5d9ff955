package dev.isthmus.engine.check;

import java.util.List;
import java.util.Optional;

/** All that was compared, in the order in which it was. */
public record CheckReport(List<Check> checks) {

  public CheckReport {
    checks = List.copyOf(checks);
  }

  public boolean holds() {
    return firstDifference().isEmpty();
  }

  public Optional<Check> firstDifference() {
    return checks.stream().filter(check -> !check.holds()).findFirst();
  }
}
