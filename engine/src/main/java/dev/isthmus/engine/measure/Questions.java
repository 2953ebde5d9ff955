package dev.isthmus.engine.measure;

import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.JinjaTemplate;
import dev.isthmus.engine.text.ModelTokenizer;
import dev.isthmus.engine.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The questions on which models are measured. */
public final class Questions {

  private Questions() {}

  /** All of them, always in the same order. */
  public static List<String> all() {
    try (InputStream in = Questions.class.getResourceAsStream("questions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("questions.txt cannot be read from the jar", e);
    }
  }

  /**
   * The ids of all questions that are no longer than so many tokens, as {@link #ids(ModelSource,
   * Tokenizer, Clock, String)} has them.
   */
  public static List<int[]> ids(ModelSource source, Clock clock, int longest) {
    try (Tokenizer tokenizer = ModelTokenizer.of(source.tokenizerJson())) {
      return all().stream()
          .map(question -> ids(source, tokenizer, clock, question))
          .filter(ids -> ids.length > 0 && ids.length <= longest)
          .toList();
    }
  }

  /**
   * The ids of one question in the model's own template; the bare text where it has none.
   *
   * @param clock tells the template what day it is
   */
  public static int[] ids(ModelSource source, Tokenizer tokenizer, Clock clock, String question) {
    String text =
        source
            .template()
            .map(template -> (ChatTemplate) new JinjaTemplate(template, clock))
            .map(
                it ->
                    it.render(List.of(new ChatTemplate.Message("user", question)), true, Map.of()))
            .orElse(question);
    return tokenizer.encode(text, false);
  }
}
