package dev.isthmus.local.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkProfileTest {

  @Test
  void aRoundTripAJitterAndARateAreRead() {
    assertThat(LinkProfile.parse("40ms,jitter=5ms,rate=20mbit"))
        .isEqualTo(new LinkProfile(Duration.ofMillis(40), Duration.ofMillis(5), 2_500_000));
  }

  @Test
  void aRoundTripAloneIsEnough() {
    assertThat(LinkProfile.parse("0.5s"))
        .isEqualTo(LinkProfile.ofRoundTrip(Duration.ofMillis(500)));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    LinkProfile profile = LinkProfile.parse("1500us,jitter=100us,rate=64kbit");
    assertThat(LinkProfile.parse(profile.toString())).isEqualTo(profile);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "40", "-1ms", "40ms,delay=3ms", "40ms,20ms", "40ms,rate=1", "5m"})
  void anythingElseIsRefusedWithTheFormThatIsExpected(String text) {
    assertThatThrownBy(() -> LinkProfile.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void aJitterBeyondTheRoundTripIsRefused() {
    assertThatThrownBy(() -> LinkProfile.parse("5ms,jitter=6ms"))
        .hasMessage("a jitter of 6 ms is more than the round trip of 5 ms");
  }
}
