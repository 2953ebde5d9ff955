package dev.isthmus.router.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {

  @Test
  void textThatCannotBeTheBeginningOfAStopGoesOutAtOnce() {
    StopStrings stops = new StopStrings(List.of("\n\nUser:"));
    assertThat(stops.push("hello\n").text()).isEqualTo("hello");
    assertThat(stops.push("world").text()).isEqualTo("\nworld");
  }

  @Test
  void aStopThatStraddlesThreePiecesCutsTheTextBeforeIt() {
    StopStrings stops = new StopStrings(List.of("END"));
    assertThat(stops.push("one E")).isEqualTo(new StopStrings.Release("one ", false));
    assertThat(stops.push("N")).isEqualTo(new StopStrings.Release("", false));
    assertThat(stops.push("D two")).isEqualTo(new StopStrings.Release("", true));
  }

  @Test
  void aBeginningThatTurnsOutToBeNoneIsReleasedUpToTheNextBeginning() {
    StopStrings stops = new StopStrings(List.of("aab"));
    assertThat(stops.push("aa").text()).isEmpty();
    assertThat(stops.push("a").text()).isEqualTo("a");
    assertThat(stops.push("b")).isEqualTo(new StopStrings.Release("", true));
  }

  @Test
  void ofSeveralStopsInOnePieceTheFirstInTheTextCuts() {
    StopStrings stops = new StopStrings(List.of("three", "two"));
    assertThat(stops.push("one two three")).isEqualTo(new StopStrings.Release("one ", true));
  }

  @Test
  void whatIsHeldBackComesOutAtTheEnd() {
    StopStrings stops = new StopStrings(List.of("stop"));
    assertThat(stops.push("non-st").text()).isEqualTo("non-");
    assertThat(stops.finish()).isEqualTo("st");
  }
}
