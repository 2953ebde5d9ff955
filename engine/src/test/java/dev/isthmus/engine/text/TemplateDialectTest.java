package dev.isthmus.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.source.TemplateSource;
import dev.isthmus.engine.text.ChatTemplate.Message;
import dev.isthmus.engine.text.ChatTemplate.TemplateException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Jinja renders (3.1.6, blocks trimmed, as transformers sets it up) is what is expected here.
 */
class TemplateDialectTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-05T07:08:09Z"), ZoneOffset.UTC);
  private static final List<Message> CHAT =
      List.of(
          new Message("user", "hi"),
          new Message("assistant", "<think>\nhm\n</think>\n\nhello "),
          new Message("user", "bye"));

  private static String render(String jinja) {
    return new JinjaTemplate(new TemplateSource(jinja, "<s>", "</s>"), CLOCK)
        .render(CHAT, true, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{% for m in messages[::-1] %}{{ m.role }},{% endfor %}#user,assistant,user,",
        "{% set ns = namespace(on=true, last=messages|length - 1) %}{{ ns.last }}#2",
        "{% set ns = namespace(a=1, b='x,y') %}{% set ns.a = ns.a + 1 %}{{ ns.a }}{{ ns.b }}#2x,y",
        "{% set ns = namespace() %}{% set ns.i = 3 %}{{ ns.i }}#3",
        "{% generation %}{{ messages[0].content }}{%- endgeneration -%}  !#hi!",
        "{{ messages[1].content.split('</think>')[-1].lstrip('\\n') }}#'hello '",
        "{{ messages[1].content.split('</think>')[0].split('<think>')[-1].strip('\\n') }}#hm",
        "{% if strftime_now is defined %}{{ strftime_now('%d %b %Y') }}{% endif %}#05 Mar 2026",
        "{{ 'a,b,c'.split(',', 1)[1] }}{{ ' a  b '.split() | join('+') }}#b,ca+b",
        "{{ 'some words'.title() }}{{ 'sOME'.capitalize() }}#Some WordsSome",
        "{% for m in messages %}{% if loop.index == 2 %}{% break %}{% endif %}{{ m.role }}{% endfor %}#user",
        "{% for m in (messages if true else []) %}{{ loop.index }}{% endfor %}#123",
        "{{ 'x' if messages[0].role == 'user' or false else 'y' }}#x",
        "{{ messages | selectattr('role', 'equalto', 'user') | list | length }}#2",
        "{{ messages[1:] | length }}{{ messages[-1].content }}#2bye"
      })
  void isRenderedAsJinjaDoes(String jinja, String rendered) {
    assertThat(render(jinja)).isEqualTo(rendered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}",
        "{% for m in messages %}{{ m.content }}{% else %}none{% endfor %}",
        "{{ messages[0].name or 'nobody' }}"
      })
  void whatWouldSilentlyComeOutWrongIsRefused(String jinja) {
    assertThatThrownBy(() -> render(jinja))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("which is not supported: {");
  }

  @Test
  void anElseOfAConditionInALoopIsNoElseOfTheLoop() {
    assertThat(
            render(
                "{% for m in messages %}{% if m.role == 'user' %}u{% else %}a{% endif %}{% endfor %}"))
        .isEqualTo("uau");
  }
}
