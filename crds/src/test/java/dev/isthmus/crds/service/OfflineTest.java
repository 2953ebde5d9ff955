package dev.isthmus.crds.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OfflineTest {

  @Test
  void durationsAreReadWithTheirUnit() {
    assertThat(new Offline(null, "250ms").patience()).isEqualTo(Duration.ofMillis(250));
    assertThat(new Offline(null, "30s").patience()).isEqualTo(Duration.ofSeconds(30));
    assertThat(new Offline(null, "5m").patience()).isEqualTo(Duration.ofMinutes(5));
    assertThat(new Offline(null, null).patience()).isEqualTo(Duration.ofSeconds(30));
  }
}
