package dev.isthmus.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.cli.terminal.CliException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

  private static final long MILLI = 1_000_000;

  private final AtomicLong now = new AtomicLong(MILLI);
  private final List<String> heard = new ArrayList<>();
  private final AnswerReader reader =
      new AnswerReader("cloud", "as asked", new Heard(), now::get, MILLI);

  private final class Heard implements AnswerListener {

    @Override
    public void text(String text, boolean accepted) {
      heard.add((accepted ? "+" : "-") + text);
    }

    @Override
    public void unverified() {
      heard.add("unverified");
    }
  }

  @Test
  void chunksBecomeAnAnswerWithItsFigures() {
    at(101, "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}");
    at(201, "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}");
    at(301, "data: {\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}");
    at(401, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
    at(
        402,
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}");
    at(
        403,
        ": isthmus mode=edge-draft reason=\"it pays: 2.1 a round\" drafted=8 accepted=3 rounds=2");
    at(404, "data: [DONE]");

    Answer answer = reader.answer();

    assertThat(answer)
        .isEqualTo(
            new Answer(
                "Hello",
                "stop",
                9,
                4,
                5,
                "edge-draft",
                "it pays: 2.1 a round",
                8,
                3,
                2,
                200.0,
                100.0));
    assertThat(answer.tokensPerSecond()).isEqualTo(40.0);
    assertThat(answer.figures())
        .isEqualTo(
            "edge-draft (it pays: 2.1 a round) · 40.0 tokens/s · first token after 200 ms"
                + " · 5 tokens · 3 of 8 drafted accepted (38 %) · 2 rounds");
  }

  @Test
  void piecesSayWhichTokensWereDrafted() {
    at(
        2,
        "data: {\"choices\":[{\"delta\":{\"content\":\"ab\"}}],\"isthmus\":{\"pieces\":"
            + "[{\"text\":\"a\",\"accepted\":true},{\"text\":\"b\",\"accepted\":false}]}}");
    assertThat(heard).containsExactly("+a", "-b");
  }

  @Test
  void whereTheTextBeginsToBeUnverifiedIsHeardOnce() {
    at(2, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}");
    for (String text : List.of("b", "c")) {
      at(
          3,
          "data: {\"choices\":[{\"delta\":{\"content\":\""
              + text
              + "\"}}],\"isthmus\":{\"unverified\":true}}");
    }
    assertThat(heard).containsExactly("-a", "unverified", "-b", "-c");
  }

  @Test
  void aStreamWithoutItsEndIsAnError() {
    at(2, "data: {\"choices\":[{\"delta\":{\"content\":\"ab\"}}]}");
    assertThatThrownBy(reader::answer)
        .isInstanceOf(CliException.class)
        .hasMessageStartingWith("the router's stream broke off after 2 characters");
  }

  @Test
  void anErrorInTheStreamIsShownAsTheRouterSaysIt() {
    assertThatThrownBy(() -> at(2, "data: {\"error\":{\"message\":\"no verifier for 30 s\"}}"))
        .hasMessage("no verifier for 30 s");
  }

  private void at(long millis, String line) {
    now.set(millis * MILLI);
    reader.line(line);
  }
}
