package dev.isthmus.planner.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpertRangesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0-15,40", "1,3,5-6", "126-127"})
  void whatIsParsedIsWrittenTheSame(String text) {
    assertThat(ExpertRanges.parse(text, 128)).hasToString(text);
  }

  @Test
  void neighboursAreWrittenAsOneRange() {
    assertThat(ExpertRanges.of(2, 0, 1, 40)).hasToString("0-2,40");
    assertThat(ExpertRanges.of(2, 0, 1, 40)).isEqualTo(ExpertRanges.parse("0-2,40", 41));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5-3     | experts \"5-3\": 5-3 is not in ascending order",
        "4,2     | experts \"4,2\": 2 is not in ascending order",
        "0-3,3   | experts \"0-3,3\": 3 is not in ascending order",
        "0-8     | experts \"0-8\": 0-8 is beyond the layer's last expert 7",
        "1,      | experts \"1,\": \"\" is not a number; write them as 0-15,40",
        "one     | experts \"one\": \"one\" is not a number; write them as 0-15,40",
        "-1      | experts \"-1\": \"\" is not a number; write them as 0-15,40",
        "9999999 | experts \"9999999\": \"9999999\" is not a number; write them as 0-15,40"
      })
  void whatIsWrongIsNamed(String text, String message) {
    assertThatThrownBy(() -> ExpertRanges.parse(text, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
