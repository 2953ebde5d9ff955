package dev.isthmus.engine.text;

import dev.isthmus.engine.jinja.Function;
import dev.isthmus.engine.jinja.Given;
import dev.isthmus.engine.jinja.JinjaException;
import dev.isthmus.engine.jinja.Template;
import dev.isthmus.engine.source.TemplateSource;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A chat template in Jinja, rendered as transformers does; text of messages is never interpreted.
 * Any error fails the whole, since half a prompt is worse than none.
 */
public final class JinjaTemplate implements ChatTemplate {

  private static final Set<String> OWN = Set.of("messages", "add_generation_prompt");

  private final TemplateSource source;
  private final Clock clock;
  private volatile Template parsed;

  public JinjaTemplate(TemplateSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public String render(
      List<Message> messages, boolean addGenerationPrompt, Map<String, Object> variables) {
    Map<String, Object> seen = new HashMap<>(variables);
    seen.putAll(given());
    seen.put("messages", messages.stream().map(JinjaTemplate::fields).toList());
    seen.put("add_generation_prompt", addGenerationPrompt);
    try {
      return template().render(seen);
    } catch (JinjaException e) {
      throw new TemplateException("the chat template fails in " + e.getMessage());
    }
  }

  /** What every rendering sees; as transformers does, tools and documents are None. */
  private Map<String, Object> given() {
    Map<String, Object> given = new HashMap<>();
    given.put("tools", null);
    given.put("documents", null);
    given.put("strftime_now", (Function) this::now);
    given.put("raise_exception", (Function) JinjaTemplate::refuse);
    given.put("bos_token", source.bosToken());
    given.put("eos_token", source.eosToken());
    return given;
  }

  @Override
  public boolean takes(String variable) {
    return !OWN.contains(variable)
        && !given().containsKey(variable)
        && Pattern.compile("\\b" + Pattern.quote(variable) + "\\b").matcher(source.jinja()).find();
  }

  /** Two threads may read it at once the first time, which does no harm. */
  private Template template() {
    if (parsed == null) {
      parsed = Template.parse(source.jinja());
    }
    return parsed;
  }

  /** In the order in which clients send them, since a template may show a message as a whole. */
  private static Map<String, Object> fields(Message message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("role", message.role());
    fields.put("content", message.content());
    return fields;
  }

  private Object now(Given given) {
    return Strftime.format(given.text(0, "format"), ZonedDateTime.now(clock));
  }

  /** The template refuses its messages, in its own words. */
  private static Object refuse(Given given) {
    throw new TemplateException(String.valueOf(given.get(0, "message")));
  }
}
