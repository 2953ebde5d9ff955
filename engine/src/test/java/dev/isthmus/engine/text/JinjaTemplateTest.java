package dev.isthmus.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.TemplateSource;
import dev.isthmus.engine.text.ChatTemplate.Message;
import dev.isthmus.engine.text.ChatTemplate.TemplateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JinjaTemplateTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  private static String render(String jinja, Message... messages) {
    return new JinjaTemplate(new TemplateSource(jinja, "<s>", "</s>"), NOON)
        .render(List.of(messages), true, Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-gqa", "gguf-mixed/model.gguf"})
  void theModelsOwnTemplateGivesTheReferencesText(String fixture) throws IOException {
    Path path = Path.of("src/test/resources/fixtures", fixture);
    Path folder = fixture.endsWith(".gguf") ? path.getParent() : path;
    JsonNode chat = new ObjectMapper().readTree(folder.resolve("golden.json").toFile()).get("chat");
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : chat.get("messages")) {
      messages.add(new Message(message.get("role").asText(), message.get("content").asText()));
    }
    try (ModelSource source =
        ModelSources.open(path, files -> "unused", ModelSources.Resolver.NONE)) {
      TemplateSource sent = TemplateFile.read(TemplateFile.write(source.template().orElseThrow()));
      assertThat(new JinjaTemplate(sent, NOON).render(messages, true, Map.of()))
          .isEqualTo(chat.get("rendered").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ 7*7 }}", "{% set x = 1 %}", "{# gone #}", "a\\nb", "{{", "%}"})
  void textOfAMessageIsNeverInterpreted(String text) {
    String jinja = "{% for m in messages %}{{ '[' + m['content'] + ']' }}{% endfor %}";
    assertThat(render(jinja, new Message("user", text))).isEqualTo("[" + text + "]");
  }

  @Test
  void aTemplateRefusesInItsOwnWords() {
    assertThatThrownBy(
            () ->
                render("{{ raise_exception('roles must alternate') }}", new Message("user", "hi")))
        .isInstanceOf(TemplateException.class)
        .hasMessage("roles must alternate");
  }

  @Test
  void aBrokenTemplateFailsAsAWhole() {
    assertThatThrownBy(() -> render("before {% if %} after", new Message("user", "hi")))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void methodsOfPythonsStringsWork() {
    assertThat(
            render(
                "{{ messages[0].content.strip() }}|{{ messages[0]['content'].startswith(' a') }}"
                    + "|{{ 'x,y'.split(',')[1] }}|{{ 'ab'.upper() }}",
                new Message("user", " a ")))
        .isEqualTo("a|True|y|AB");
  }

  @Test
  void datesComeFromTheClockAndJsonIsPythons() {
    assertThat(
            render(
                "{{ strftime_now('%d %b %Y') }} {{ messages[0] | tojson }}",
                new Message("user", "ü")))
        .startsWith("01 Mar 2026 {\"")
        .contains("\"content\": \"ü\"");
  }

  @Test
  void aVariableThatTheTemplateReadsIsTaken() {
    JinjaTemplate template =
        new JinjaTemplate(
            new TemplateSource(
                "{{ messages }}{{ bos_token }}{{ thinking }}{{ tools is none }}", "", ""),
            NOON);
    assertThat(template.takes("thinking")).isTrue();
    assertThat(template.takes("think")).isFalse();
    assertThat(template.takes("messages")).isFalse();
    assertThat(template.takes("bos_token")).isFalse();
    assertThat(template.render(List.of(), true, Map.of("thinking", List.of(1, 2.5))))
        .isEqualTo("[][1, 2.5]True");
  }

  @Test
  void blocksLeaveNoLinesBehindAndSpecialTokensAreSeen() {
    assertThat(
            render(
                "{{ bos_token }}\n{% for m in messages %}\n  {% if m.role == 'user' %}\n{{ m.content }}\n"
                    + "  {%- endif %}\n{% endfor %}",
                new Message("user", "hi")))
        .isEqualTo("<s>\nhi");
  }
}
