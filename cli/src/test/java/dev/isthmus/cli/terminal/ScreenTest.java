package dev.isthmus.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenTest {

  @Test
  void withoutATerminalThereAreNeitherColoursNorPassingLines() {
    FakeScreen fake = new FakeScreen(false);
    fake.screen().passing("40 %");
    fake.screen().line(fake.screen().paint(Colour.GOOD, "done"));
    assertThat(fake.out()).isEqualTo("done" + System.lineSeparator());
    assertThat(fake.err()).isEmpty();
  }

  @Test
  void aLineThatStaysTakesThePassingOneAway() {
    FakeScreen fake = new FakeScreen(true);
    fake.screen().passing("40 %");
    fake.screen().note("kept");
    assertThat(fake.err()).isEqualTo("\r\u001b[K40 %\r\u001b[Kkept" + System.lineSeparator());
  }

  @Test
  void whatWasAskedForGoesToOutAndTheRestToErr() {
    FakeScreen fake = new FakeScreen(false);
    fake.screen().line("answer");
    fake.screen().error("port 8080 is used");
    assertThat(fake.out().strip()).isEqualTo("answer");
    assertThat(fake.err().strip()).isEqualTo("error: port 8080 is used");
  }
}
