package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTimeTest {

  @TempDir private Path folder;

  private long at(long millis) {
    return StartTime.next(
        folder.resolve("data"), Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
  }

  @Test
  void itIsTheClocksAsLongAsThatGoesOn() {
    assertThat(at(5_000)).isEqualTo(5_000);
    assertThat(at(9_000)).isEqualTo(9_000);
  }

  @Test
  void aClockThatWentBackGivesALaterStartAllTheSame() {
    assertThat(at(5_000)).isEqualTo(5_000);
    assertThat(at(0)).isEqualTo(5_001);
    assertThat(at(0)).isEqualTo(5_002);
  }

  @Test
  void whatTheDiskLostIsTakenFromTheClock() throws IOException {
    at(5_000);
    Files.writeString(folder.resolve("data/started"), "\0\0");
    assertThat(at(70)).isEqualTo(70);
  }
}
