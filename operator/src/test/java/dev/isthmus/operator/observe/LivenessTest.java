package dev.isthmus.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Set<String> NOBODY = Set.of();

  private final Liveness liveness = new Liveness(INTERVAL);

  @BeforeEach
  void startWithProgress() {
    for (String name : new String[] {"a", "b", "c"}) {
      liveness.heard(name, name + "-1");
    }
    tick(true);
  }

  @Test
  void threeSilentIntervalsAreStaleAndTenUnreachable() {
    silentIntervals(2, "b", "c");
    assertThat(liveness.of("a")).isEqualTo(Voice.LIVE);
    silentIntervals(2, "b", "c");
    assertThat(liveness.of("a")).isEqualTo(Voice.STALE);
    silentIntervals(6, "b", "c");
    assertThat(liveness.of("a")).isEqualTo(Voice.STALE);
    silentIntervals(1, "b", "c");
    assertThat(liveness.of("a")).isEqualTo(Voice.UNREACHABLE);
    assertThat(liveness.of("b")).isEqualTo(Voice.LIVE);
    liveness.heard("a", "a-1");
    assertThat(liveness.of("a")).isEqualTo(Voice.LIVE);
  }

  @Test
  void silenceWhileOurOwnConsumerStandsStillDoesNotCountAndAPauseGivesFullGrace() {
    silentIntervals(9, "b", "c");
    for (int i = 0; i < 100; i++) {
      tick(false);
    }
    assertThat(liveness.of("a")).isEqualTo(Voice.STALE);
    tick(true);
    assertThat(liveness.of("a")).isEqualTo(Voice.LIVE);
    silentIntervals(9, "b", "c");
    assertThat(liveness.of("a")).isEqualTo(Voice.STALE);
  }

  @Test
  void whenMoreThanHalfFallSilentTogetherNobodyBecomesUnreachable() {
    silentIntervals(40, "c");
    assertThat(liveness.lost()).isTrue();
    assertThat(liveness.of("a")).isEqualTo(Voice.STALE);
    silentIntervals(2, "b", "c");
    assertThat(liveness.lost()).isFalse();
    assertThat(liveness.of("a")).isEqualTo(Voice.UNREACHABLE);
  }

  @Test
  void whoWasUnreachableBeforeDoesNotMakeOurEarsLookDeaf() {
    liveness.expectUnreachable("x");
    liveness.expectUnreachable("y");
    liveness.expectUnreachable("z");
    silentIntervals(12, "b", "c");
    assertThat(liveness.lost()).isFalse();
    assertThat(liveness.of("x")).isEqualTo(Voice.UNREACHABLE);
    assertThat(liveness.of("a")).isEqualTo(Voice.UNREACHABLE);
  }

  @Test
  void whoSaidGoodbyeIsNotCountedAmongTheSilent() {
    for (int i = 0; i < 6; i++) {
      liveness.heard("c", "c-1");
      liveness.tick(INTERVAL.toNanos(), true, Set.of("a", "b"));
    }
    assertThat(liveness.lost()).isFalse();
  }

  @Test
  void aTickLongerThanTheIntervalMakesNobodyStaleWhoBeats() {
    for (int i = 0; i < 20; i++) {
      liveness.heard("a", "a-1");
      liveness.tick(INTERVAL.multipliedBy(4).toNanos(), true, NOBODY);
    }
    assertThat(liveness.of("a")).isEqualTo(Voice.LIVE);
  }

  @Test
  void aRestartIsNoDuplicateAndTwoThatAlternateAre() {
    liveness.heard("a", "a-2");
    assertThat(liveness.duplicates("a")).isEmpty();
    liveness.heard("a", "a-2");
    assertThat(liveness.duplicates("a")).isEmpty();
    liveness.heard("a", "a-1");
    assertThat(liveness.duplicates("a")).contains(Set.of("a-1", "a-2"));
    liveness.heard("a", "a-2");
    assertThat(liveness.duplicates("a")).contains(Set.of("a-1", "a-2"));
    for (int i = 0; i < 5; i++) {
      liveness.heard("a", "a-1");
      tick(true);
    }
    assertThat(liveness.duplicates("a")).isEmpty();
  }

  private void silentIntervals(int count, String... heard) {
    for (int i = 0; i < count; i++) {
      for (String name : heard) {
        liveness.heard(name, name + "-1");
      }
      tick(true);
    }
  }

  private void tick(boolean progress) {
    liveness.tick(INTERVAL.toNanos(), progress, NOBODY);
  }
}
