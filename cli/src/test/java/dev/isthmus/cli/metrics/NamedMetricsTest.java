package dev.isthmus.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamedMetricsTest {

  @Test
  void aQueryNamesItsMetricsAndNotItsLabelsFunctionsOrTexts() {
    assertThat(
            NamedMetrics.names(
                "sum by (pod_name) (rate(some_things_total{a_label=\"b_c\"}[$__rate_interval]))"
                    + " / on (x_y) other_seconds_count > 3"))
        .containsExactly("other_seconds_count", "some_things_total");
  }
}
