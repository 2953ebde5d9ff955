package dev.isthmus.engine.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  private static String render(String template) {
    return Template.parse(template).render(Map.of("items", java.util.List.of(1, 2), "n", 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "{{ a | shout }}#line 1: the filter shout is not supported",
        "{{ a is loud }}#line 1: the test loud is not supported",
        "{% include 'x' %}#line 1: the block include is not supported here",
        "{% for x in y recursive %}{% endfor %}#line 1: recursive loops are not supported",
        "{{ f(*items) }}#line 1: arguments by * are not supported",
        "`a\n{% if n %}b`#line 2: elif or else or endif is expected, and there is the template's end",
        "`\n\n{{ n + }}`#line 3: a value is expected, and there is }}",
        "`{{ n `#line 1: a tag has no end",
        "{{ n ? 1 }}#line 1: '?' is not understood",
        "`a\n{{ n.role.name }}`#line 2: role, which is undefined, has no name",
        "{{ nobody() }}#line 1: nobody, which is undefined, cannot be called",
        "{{ 'a' + 1 }}#line 1: a string + 1 is not possible",
        "{{ 9223372036854775807 + 1 }}#line 1: 9223372036854775807 + 1 is not possible",
        "{{ n // 0 }}#line 1: 7 // 0 is not possible",
        "{{ -(-9223372036854775807 - 1) }}#line 1: 0 - -9223372036854775808 is not possible",
        "{{ 'a' | round(2) }}#line 1: the number is a string, and no whole number",
        "{{ '{99999999999}'.format(1) }}#line 1: the format '{99999999999}' is not supported",
        "{{ '%.999f' % 1.5 }}#line 1: the format '%.999f' is not supported",
        "{% for i in items %}{{ loop.cycle() }}{% endfor %}#line 1: the argument a value is missing",
        "{% set items.a = 1 %}#line 1: items is no namespace",
        "{{ items.append(3) }}#line 1: append, which is undefined, cannot be called",
        "{% for a, b in items %}{% endfor %}#line 1: 1 has no items"
      })
  void whatItCannotDoIsSaidWithItsLine(String template, String message) {
    assertThatThrownBy(() -> render(template))
        .isInstanceOf(JinjaException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}#steps",
        "{% set ns = namespace(s='x') %}{% for i in range(40) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}#a text is longer than",
        "{{ 'x' * 99999999999 }}#a text is longer than",
        "{{ ('x' * 9999).replace('x', 'x' * 9999) }}#a text is longer than",
        "{{ range(999999) | length }}#a range is longer than",
        "{{ [1] * 999999 }}#a list is longer than",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}#macros call one another more than 200 deep",
        "{{ 2 ** 999999 }}#is not possible",
        "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}#steps",
        "{% set ns = namespace(a=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a }}#a text is longer than",
        "{% set ns = namespace(a=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a | tojson }}#a text is longer than",
        "{% set ns = namespace(a=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ {ns.a: 1} }}#a list is no key",
        "{% set s = 'x' * 9999999 %}{% for i in range(99999) %}{% set t = s ~ i %}{% endfor %}#steps",
        "{% set l = range(99999) | list %}{% for i in l %}{% if -1 in l %}{% endif %}{% endfor %}#steps"
      })
  void aTemplateThatTakesTooMuchEnds(String template, String part) {
    assertThatThrownBy(() -> render(template))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining(part);
  }

  @Test
  void bracketsWithoutEndAreRefused() {
    String nested = "(".repeat(100_000) + "1" + ")".repeat(100_000);
    assertThatThrownBy(() -> render("{{ " + nested + " }}"))
        .isInstanceOf(JinjaException.class)
        .hasMessage("it is nested too deeply");
  }

  @Test
  void aStringMayBeLong() {
    String text = "a\\'b".repeat(50_000);
    assertThat(render("{{ '" + text + "' | length }}")).isEqualTo("150000");
  }

  @Test
  void aTemplateIsRenderedAnewEachTime() {
    Template template = Template.parse("{% set n = n + 1 %}{{ n }}");
    assertThat(template.render(Map.of("n", 1))).isEqualTo("2");
    assertThat(template.render(Map.of("n", 5))).isEqualTo("6");
  }
}
