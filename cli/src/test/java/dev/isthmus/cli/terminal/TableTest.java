package dev.isthmus.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    assertThat(new Table("A", "LONG").row("wide", 1).row("b", null).lines())
        .containsExactly("A     LONG", "wide  1", "b     -");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    Table table = new Table("A", "B");
    assertThatThrownBy(() -> table.row("only one")).hasMessage("1 cells for 2 columns");
  }
}
