package dev.isthmus.engine.check;

import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares tokenizer and chat template with the reference. */
final class TextCheck {

  private TextCheck() {}

  static List<Check> run(Golden golden, Tokenizer tokenizer, Optional<ChatTemplate> template) {
    List<Check> checks = new ArrayList<>();
    for (Golden.Text text : golden.texts()) {
      checks.add(encoded(text, tokenizer));
      if (text.decoded() != null) {
        checks.add(compared("text of ", text.text(), tokenizer.decode(text.ids()), text.decoded()));
      }
    }
    for (Golden.Chat chat : golden.chats()) {
      checks.add(rendered(chat, template));
    }
    return checks;
  }

  private static Check encoded(Golden.Text text, Tokenizer tokenizer) {
    int[] ids = tokenizer.encode(text.text(), false);
    return compared("tokens of ", text.text(), Arrays.toString(ids), Arrays.toString(text.ids()));
  }

  private static Check rendered(Golden.Chat chat, Optional<ChatTemplate> template) {
    if (template.isEmpty()) {
      return new Check("chat template", false, "the model has none; the reference has");
    }
    try {
      String rendered = template.get().render(chat.messages(), true, Map.of());
      return compared("template of ", chat.name(), rendered, chat.rendered());
    } catch (ChatTemplate.TemplateException e) {
      return new Check("template of " + quoted(chat.name()), false, e.getMessage());
    }
  }

  private static Check compared(String what, String text, String found, String expected) {
    if (found.equals(expected)) {
      return new Check(what + quoted(text), true, "equal");
    }
    int at = 0;
    while (at < Math.min(found.length(), expected.length())
        && found.charAt(at) == expected.charAt(at)) {
      at++;
    }
    return new Check(
        what + quoted(text),
        false,
        "from character "
            + at
            + " on "
            + quoted(found.substring(at))
            + "; the reference has "
            + quoted(expected.substring(at)));
  }

  private static String quoted(String text) {
    String line = text.replace("\n", "\\n").replace("\t", "\\t");
    return "'" + (line.length() <= 60 ? line : line.substring(0, 59) + "…") + "'";
  }
}
