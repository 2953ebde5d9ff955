package dev.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.FakeScreen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  @TempDir private Path folder;

  private final FakeScreen fake = new FakeScreen();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "down",
        "chat",
        "plan",
        "status",
        "doctor",
        "model",
        "model inspect",
        "model check",
        "model pull",
        "bench"
      })
  void everyCommandExplainsItself(String command) {
    CommandLine line = line();
    StringWriter out = new StringWriter();
    line.setOut(new PrintWriter(out));
    assertThat(line.execute((command + " --help").split(" "))).isZero();
    assertThat(out.toString()).startsWith("Usage: isthmus " + command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up --wan 40|\"40\"",
        "up --wan 40ms,speed=3|speed=3",
        "up --port eighty|eighty",
        "status -o yaml|yaml",
        "chat --sed 3 hi|--sed",
        "upp|upp"
      })
  void aMistakeInACommandIsOneLineThatNamesIt(String command, String named) {
    assertThat(line().execute(command.split(" "))).isEqualTo(2);
    assertThat(fake.err()).startsWith("error: ").contains(named).contains("--help");
    assertThat(fake.err().lines()).hasSize(1);
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    assertThat(line().execute()).isEqualTo(2);
    assertThat(fake.err()).contains("Missing required subcommand");
  }

  @Test
  void chatSaysThatNothingRuns() {
    assertThat(line().execute("chat", "hello")).isEqualTo(1);
    assertThat(fake.err()).startsWith("error: no Isthmus runs from ").contains("isthmus up");
  }

  @Test
  void statusSaysThatNothingRunsWithCodeOne() {
    assertThat(line().execute("status")).isEqualTo(1);
    assertThat(fake.err()).contains("nothing runs").contains("isthmus up");
  }

  @Test
  void downHasNothingToEnd() {
    assertThat(line().execute("down")).isZero();
    assertThat(fake.err()).contains("nothing was running");
  }

  @Test
  void upNamesAManifestThatIsNotThere() {
    assertThat(line().execute("up", "-f", "/nowhere/fleet.yaml")).isEqualTo(1);
    assertThat(fake.err())
        .startsWith("error: /nowhere/fleet.yaml: there is no such file or folder");
  }

  private CommandLine line() {
    return Isthmus.commandLine(
        fake.screen(),
        Places.of(
            Map.of("ISTHMUS_STATE", folder.resolve("state").toString()),
            folder,
            Path.of("..").toAbsolutePath()));
  }
}
