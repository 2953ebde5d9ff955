package dev.isthmus.engine.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.isthmus.engine.source.TemplateSource;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jinjava.javax.el.CompositeELResolver;

/**
 * A chat template in jinja, rendered as transformers does: blocks trimmed, text of messages never
 * interpreted. Any error fails the whole, since half a prompt is worse than none.
 */
public final class JinjaTemplate implements ChatTemplate {

  private static final long LONGEST_OUTPUT = 16 << 20;
  private static final int MOST_LOOPS = 100_000;

  private final TemplateSource source;
  private final Jinjava jinjava;
  private final Clock clock;

  public JinjaTemplate(TemplateSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
    this.jinjava = new Jinjava(config());
    jinjava.getGlobalContext().registerFilter(new JsonFilter());
    jinjava
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "raise_exception", TemplateFunctions.class, "raiseException", Object.class));
  }

  private static JinjavaConfig config() {
    CompositeELResolver resolver = new CompositeELResolver();
    resolver.add(new StringMethods());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    return JinjavaConfig.newBuilder()
        .withTrimBlocks(true)
        .withLstripBlocks(true)
        .withKeepTrailingNewline(true)
        .withNestedInterpretationEnabled(false)
        .withMaxOutputSize(LONGEST_OUTPUT)
        .withMaxListSize(MOST_LOOPS)
        .withRangeLimit(MOST_LOOPS)
        .withElResolver(resolver)
        .withLegacyOverrides(
            LegacyOverrides.newBuilder()
                .withUsePyishObjectMapper(true)
                .withUseNaturalOperatorPrecedence(true)
                .withEvaluateMapKeys(true)
                .withParseWhitespaceControlStrictly(true)
                .withAllowAdjacentTextNodes(true)
                .withUseTrimmingForNotesAndExpressions(true)
                .withKeepNullableLoopValues(true)
                .build())
        .build();
  }

  @Override
  public String render(
      List<Message> messages, boolean addGenerationPrompt, Map<String, Object> variables) {
    Map<String, Object> seen = new HashMap<>(variables);
    seen.put(
        "messages",
        messages.stream()
            .map(message -> Map.of("role", message.role(), "content", message.content()))
            .toList());
    seen.put("add_generation_prompt", addGenerationPrompt);
    seen.put("strftime_now", DateCalls.NAME);
    seen.put("bos_token", source.bosToken());
    seen.put("eos_token", source.eosToken());
    RenderResult result = jinjava.renderForResult(DateCalls.fill(rewritten(), clock), seen);
    for (TemplateError error : result.getErrors()) {
      throw new TemplateException(TemplateFunctions.message(error));
    }
    return result.getOutput();
  }

  /** Jinja drops a newline at the template's end; jinjava would drop one of the rendered text. */
  private String rewritten() {
    String jinja = source.jinja();
    return TemplateDialect.rewrite(
        jinja.endsWith("\n") ? jinja.substring(0, jinja.length() - 1) : jinja);
  }
}
