package dev.isthmus.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.source.TemplateSource;
import dev.isthmus.engine.text.ChatTemplate.Message;
import dev.isthmus.engine.text.ChatTemplate.TemplateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Jinja itself renders (testkit/jinja/cases.py) is what is expected here. */
class JinjaCasesTest {

  /** A template over a chat; rendered is null where Jinja refuses it. */
  private record Case(String template, List<Message> chat, String rendered) {}

  private static Stream<Case> cases() throws IOException {
    JsonNode file =
        new ObjectMapper().readTree(Path.of("src/test/resources/jinja/cases.json").toFile());
    List<List<Message>> chats = new ArrayList<>();
    for (JsonNode chat : file.get("chats")) {
      List<Message> messages = new ArrayList<>();
      chat.forEach(
          turn ->
              messages.add(new Message(turn.get("role").asText(), turn.get("content").asText())));
      chats.add(messages);
    }
    return StreamSupport.stream(file.get("cases").spliterator(), false)
        .map(
            found ->
                new Case(
                    found.get("template").asText(),
                    chats.get(found.get("chat").asInt()),
                    found.get("rendered").textValue()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRenderedAsJinjaDoes(Case of) {
    JinjaTemplate template =
        new JinjaTemplate(new TemplateSource(of.template(), "<s>", "</s>"), Clock.systemUTC());
    if (of.rendered() == null) {
      assertThatThrownBy(() -> template.render(of.chat(), true, Map.of()))
          .isInstanceOf(TemplateException.class);
    } else {
      assertThat(template.render(of.chat(), true, Map.of())).isEqualTo(of.rendered());
    }
  }
}
