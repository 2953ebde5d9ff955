package dev.isthmus.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.ChatTemplate.Message;
import dev.isthmus.engine.text.TokenStream;
import dev.isthmus.engine.text.Tokenizer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextCheckTest {

  private static final Golden GOLDEN =
      new Golden(
          List.of(),
          List.of(new Golden.Chat("chat", List.of(new Message("user", "hi")), "<user>hi")),
          List.of(new Golden.Text("ab", new int[] {'a', 'b'}, "ab")));

  @Test
  void whatIsEqualHolds() {
    ChatTemplate template = (messages, prompt, variables) -> "<user>" + messages.get(0).content();
    assertThat(TextCheck.run(GOLDEN, new Letters(0), Optional.of(template)))
        .extracting(Check::holds)
        .containsExactly(true, true, true);
  }

  @Test
  void theFirstDifferenceIsShown() {
    ChatTemplate template = (messages, prompt, variables) -> "<user>\n";
    List<Check> checks = TextCheck.run(GOLDEN, new Letters(1), Optional.of(template));
    assertThat(checks.get(0))
        .isEqualTo(
            new Check(
                "tokens of 'ab'",
                false,
                "from character 2 on '8, 99]'; the reference has '7, 98]'"));
    assertThat(checks.get(2).detail())
        .isEqualTo("from character 6 on '\\n'; the reference has 'hi'");
  }

  @Test
  void aTemplateThatIsMissingOrRefusesIsADifference() {
    ChatTemplate refusing =
        (messages, prompt, variables) -> {
          throw new ChatTemplate.TemplateException("roles must alternate");
        };
    assertThat(TextCheck.run(GOLDEN, new Letters(0), Optional.of(refusing)).get(2).detail())
        .isEqualTo("roles must alternate");
    assertThat(TextCheck.run(GOLDEN, new Letters(0), Optional.empty()).get(2).holds()).isFalse();
  }

  /** A token for each character, moved by some. */
  private record Letters(int moved) implements Tokenizer {

    @Override
    public int[] encode(String text, boolean addSpecial) {
      return text.chars().map(c -> c + moved).toArray();
    }

    @Override
    public String decode(int[] ids) {
      StringBuilder text = new StringBuilder();
      for (int id : ids) {
        text.append((char) id);
      }
      return text.toString();
    }

    @Override
    public boolean isSpecial(int id) {
      return false;
    }

    @Override
    public int vocabulary() {
      return 256;
    }

    @Override
    public TokenStream stream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fingerprint() {
      return "letters";
    }

    @Override
    public void close() {}
  }
}
