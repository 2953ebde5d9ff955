package dev.isthmus.engine.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites what chat templates say and jinjava does not know, or would silently read otherwise than
 * Jinja does, into what means the same: generation blocks, backward slices, filters in the
 * arguments of {@code namespace}.
 */
final class TemplateDialect {

  private static final Pattern TAG = Pattern.compile("\\{%.*?%}|\\{\\{.*?}}", Pattern.DOTALL);
  private static final Pattern GENERATION =
      Pattern.compile("\\{%([-+]?)\\s*(end)?generation\\s*([-+]?)%}");
  private static final Pattern BACKWARD =
      Pattern.compile("([A-Za-z_][\\w.]*(?:\\[[^\\[\\]]*])*)\\[::\\s*-1\\s*]");
  private static final String NAMESPACE = "namespace(";

  private TemplateDialect() {}

  /**
   * @throws ChatTemplate.TemplateException for what has no such rewriting ({@link TemplateLimits})
   */
  static String rewrite(String jinja) {
    TemplateLimits.check(jinja);
    return TAG.matcher(jinja).replaceAll(tag -> Matcher.quoteReplacement(tag(tag)));
  }

  private static String tag(MatchResult match) {
    String tag = match.group();
    Matcher generation = GENERATION.matcher(tag);
    if (generation.matches()) {
      String word = generation.group(2) == null ? "if true" : "endif";
      return "{%" + generation.group(1) + " " + word + " " + generation.group(3) + "%}";
    }
    return namespaces(BACKWARD.matcher(tag).replaceAll("($1|reverse|list)"));
  }

  /** Jinja ends a named argument at its comma; jinjava would take a filter to be of all of it. */
  private static String namespaces(String tag) {
    int call = tag.indexOf(NAMESPACE);
    if (call < 0) {
      return tag;
    }
    int begin = call + NAMESPACE.length();
    List<String> arguments = new ArrayList<>();
    int end = split(tag, begin, arguments);
    StringBuilder text = new StringBuilder(tag.substring(0, begin));
    for (int i = 0; i < arguments.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(wrapped(arguments.get(i).strip()));
    }
    return text + tag.substring(end);
  }

  private static String wrapped(String argument) {
    int sign = argument.indexOf('=');
    return sign < 0
        ? argument
        : argument.substring(0, sign + 1) + "(" + argument.substring(sign + 1) + ")";
  }

  /** Collects the arguments from {@code begin} on; returns where their closing bracket stands. */
  private static int split(String tag, int begin, List<String> arguments) {
    int depth = 0;
    char quote = 0;
    int start = begin;
    for (int at = begin; at < tag.length(); at++) {
      char c = tag.charAt(at);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (depth == 0 && (c == ',' || c == ')')) {
        if (!tag.substring(start, at).isBlank()) {
          arguments.add(tag.substring(start, at));
        }
        start = at + 1;
        if (c == ')') {
          return at;
        }
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      }
    }
    return begin;
  }
}
