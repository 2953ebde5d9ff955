package dev.isthmus.operator.start;

import io.micrometer.core.instrument.MeterRegistry;

/** The operator's own figures. */
record OperatorMeters(MeterRegistry registry) {

  /** isthmus_operator_parked_records_total{why} */
  void parked(String why) {
    registry.counter("isthmus.operator.parked.records", "why", why).increment();
  }

  /** isthmus_operator_transactions_total{outcome} */
  void transaction(String outcome) {
    registry.counter("isthmus.operator.transactions", "outcome", outcome).increment();
  }
}
