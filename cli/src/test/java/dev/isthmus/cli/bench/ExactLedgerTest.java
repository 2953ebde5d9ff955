package dev.isthmus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.bench.ExactLedger.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactLedgerTest {

  private static final Run PLAIN = new Run("int4 plain", List.of("a\nb", "ü"), 0, 0);
  private static final Run DRAFTED = new Run("int4 drafted", List.of("a\nb", "ü"), 9, 7);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void keepTwo() {
    file = folder.resolve("new").resolve("exact.jsonl");
    ExactLedger ledger = new ExactLedger(file);
    ledger.keep(PLAIN);
    ledger.keep(DRAFTED);
  }

  @Test
  void whatWasAskedIsFoundAgain() {
    ExactLedger again = new ExactLedger(file);

    assertThat(again.size()).isEqualTo(2);
    assertThat(again.find("int4 drafted")).hasValue(DRAFTED);
    assertThat(again.find("int8 drafted")).isEmpty();
  }

  @Test
  void aLineThatWasBrokenOffIsAskedAgain() throws IOException {
    Files.writeString(file, "{\"name\":\"int8", StandardOpenOption.APPEND);

    assertThat(new ExactLedger(file).size()).isEqualTo(2);
  }

  @Test
  void aForgottenOneIsEmptyAtOnceAndLater() {
    ExactLedger ledger = new ExactLedger(file);
    ledger.forget();

    assertThat(ledger.find("int4 plain")).isEmpty();
    assertThat(new ExactLedger(file).size()).isZero();
  }
}
