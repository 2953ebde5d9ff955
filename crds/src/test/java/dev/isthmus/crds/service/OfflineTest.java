package dev.isthmus.crds.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OfflineTest {

  @Test
  void durationsAreReadWithTheirUnit() {
    assertThat(new Offline("250ms").patience()).isEqualTo(Duration.ofMillis(250));
    assertThat(new Offline("30s").patience()).isEqualTo(Duration.ofSeconds(30));
    assertThat(new Offline("5m").patience()).isEqualTo(Duration.ofMinutes(5));
    assertThat(new Offline(null).patience()).isEqualTo(Duration.ofSeconds(30));
  }
}
