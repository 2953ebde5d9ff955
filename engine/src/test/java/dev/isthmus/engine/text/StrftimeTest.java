package dev.isthmus.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrftimeTest {

  private static final ZonedDateTime WHEN =
      ZonedDateTime.of(2026, 3, 5, 17, 8, 9, 0, ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "%d %b %Y, 05 Mar 2026",
    "%-d %B %y, 5 March 26",
    "%A (%a) %H:%M:%S, Thursday (Thu) 17:08:09",
    "%I:%M %p on day %j, 05:08 PM on day 064",
    "%F %T 100%%, 2026-03-05 17:08:09 100%"
  })
  void isWrittenAsStrftimeDoes(String format, String text) {
    assertThat(Strftime.format(format, WHEN)).isEqualTo(text);
  }

  @Test
  void aCodeThatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> Strftime.format("%d %Q", WHEN))
        .isInstanceOf(ChatTemplate.TemplateException.class)
        .hasMessage("the chat template asks for a date with %Q, which is not supported");
  }
}
