package dev.isthmus.engine.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that was compared, in the order in which it was. */
public record CheckReport(List<Check> checks) {

  public CheckReport {
    checks = List.copyOf(checks);
  }

  /** With the other's checks behind these. */
  public CheckReport and(CheckReport other) {
    return new CheckReport(Stream.concat(checks.stream(), other.checks.stream()).toList());
  }

  public boolean holds() {
    return firstDifference().isEmpty();
  }

  public Optional<Check> firstDifference() {
    return checks.stream().filter(check -> !check.holds()).findFirst();
  }
}
