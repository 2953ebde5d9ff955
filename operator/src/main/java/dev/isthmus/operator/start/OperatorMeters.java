package dev.isthmus.operator.start;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * The operator's own figures. Counters start at 0 with the process: an alert on an increase would
 * not see the first event of a counter that begins with it.
 */
record OperatorMeters(MeterRegistry registry) {

  private static final String TRANSACTIONS = "isthmus.operator.transactions";
  private static final String PARKED = "isthmus.operator.parked.records";

  OperatorMeters {
    for (String outcome : List.of("committed", "fenced", "failed")) {
      registry.counter(TRANSACTIONS, "outcome", outcome);
    }
    for (String why : List.of("unknown-version", "malformed", "misplaced")) {
      registry.counter(PARKED, "why", why);
    }
  }

  /** isthmus_operator_parked_records_total{why} */
  void parked(String why) {
    registry.counter(PARKED, "why", why).increment();
  }

  /** isthmus_operator_transactions_total{outcome} */
  void transaction(String outcome) {
    registry.counter(TRANSACTIONS, "outcome", outcome).increment();
  }
}
