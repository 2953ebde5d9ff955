package dev.isthmus.cli.up;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

  private static final long GIGA = 1_000_000_000L;

  @TempDir private Path folder;

  @Test
  void aMachineWithRoomPasses() {
    assertThatCode(() -> check(4 * GIGA, true)).doesNotThrowAnyException();
  }

  @Test
  void aUsedPortIsNamedWithAnother() {
    assertThatThrownBy(() -> check(4 * GIGA, false))
        .hasMessage("port 8080 is used by another process; choose another: isthmus up --port 8081");
  }

  @Test
  void tooLittleMemorySaysHowMuchIsNeeded() {
    assertThatThrownBy(() -> check(GIGA / 2, true))
        .hasMessageStartingWith("0.5 GB of memory are available; fleet.yaml needs about 1.7 GB");
  }

  private void check(long available, boolean portIsFree) {
    new Preflight(new Machine(2, 8 * GIGA, available, "test"), port -> portIsFree)
        .check(
            new Manifest(Path.of("fleet.yaml"), List.of(), List.of(), 2 * GIGA),
            new Places(folder, folder, folder.resolve("cache/not/there/yet")),
            8080);
  }
}
