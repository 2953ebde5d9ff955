package dev.isthmus.engine.jinja;

import java.util.List;
import java.util.Map;

/** A template that was read. Immutable, and rendered by any number of threads. */
public final class Template {

  private final List<Statement> statements;

  private Template(List<Statement> statements) {
    this.statements = statements;
  }

  /**
   * @throws JinjaException where it is no template, or has something that is not supported
   */
  public static Template parse(String template) {
    try {
      return new Template(TemplateParser.parse(template));
    } catch (StackOverflowError e) {
      throw JinjaException.of("it is nested too deeply");
    }
  }

  /**
   * @param variables null, booleans, numbers, strings, lists and maps of these, and {@link
   *     Function}s
   * @throws JinjaException where it fails; nothing of it is rendered then
   */
  public String render(Map<String, Object> variables) {
    Scope globals = Globals.scope();
    variables.forEach((name, value) -> globals.set(name, Values.of(value)));
    Renderer renderer = new Renderer(new Budget());
    try {
      return renderer.text(statements, globals.inner());
    } catch (StackOverflowError e) {
      throw JinjaException.of("it is nested too deeply");
    }
  }
}
