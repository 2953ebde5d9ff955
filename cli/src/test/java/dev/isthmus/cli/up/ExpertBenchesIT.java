package dev.isthmus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.up.Launcher.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experts at other nodes, by the commands that measure and disturb them. */
class ExpertBenchesIT {

  private static final long LIMIT = 540;

  @TempDir Path folder;

  @Test
  void expertsOverTwoNodesGetOneCallAStepAndLayerAndSayWhatTheWholeModelSays() {
    Result bench =
        new Launcher(folder)
            .run(LIMIT, "bench", "experts", "--nodes", "2", "--runs", "1", "--max-tokens", "8");

    assertThat(bench.code()).as(bench.err() + bench.out()).isZero();
    String row = bench.out().lines().filter(line -> line.startsWith("2 nodes")).findFirst().get();
    String[] cells = row.split(" {2,}");
    assertThat(Double.parseDouble(cells[3])).as("calls a token").isBetween(1.0, 8.0);
    assertThat(Integer.parseInt(cells[4])).as("bytes a token").isBetween(1000, 4096);
    assertThat(Double.parseDouble(cells[5])).as("calls a step and layer").isBetween(0.2, 1.0);
    assertThat(cells[6]).isEqualTo("yes");
  }

  @Test
  void aNodeKilledUnderAStreamLosesNothing() {
    Result bench =
        new Launcher(folder)
            .run(
                LIMIT,
                "bench",
                "kills",
                "--kills",
                "1",
                "--streams",
                "1",
                "--max-tokens",
                "40",
                "--between",
                "1");

    assertThat(bench.code()).as(bench.err() + bench.out()).isZero();
    assertThat(bench.out())
        .containsPattern(
            "1 kills under 1 streams: \\d+ answers equal to undisturbed ones, 0 faults")
        .containsPattern("cloud-cpu-0 +1 +\\d+ ms");
  }

  @Test
  void aDenseModelIsRefusedInOneLine() {
    Result bench =
        new Launcher(folder).run(LIMIT, "bench", "experts", "--model", "file:models/smollm2-draft");

    assertThat(bench.code()).isNotZero();
    assertThat(bench.err().lines()).hasSize(1);
    assertThat(bench.err()).contains("has no experts");
  }
}
