package dev.isthmus.engine.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses what jinjava would silently read otherwise than Jinja does: a prompt that is a little
 * wrong is worse than none.
 */
final class TemplateLimits {

  private static final Pattern TAG =
      Pattern.compile("\\{%[-+]?\\s*(\\w+)(.*?)[-+]?%}|\\{\\{(.*?)}}", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern CHOICE = Pattern.compile("\\b(or|and)\\b");
  private static final Pattern CONDITION = Pattern.compile("\\bif\\b");

  private TemplateLimits() {}

  /**
   * @throws ChatTemplate.TemplateException naming the tag
   */
  static void check(String jinja) {
    Deque<String> open = new ArrayDeque<>();
    Matcher tags = TAG.matcher(jinja);
    while (tags.find()) {
      if (tags.group(3) != null) {
        output(tags.group(), plain(tags.group(3)));
      } else {
        block(open, tags.group(), tags.group(1), plain(tags.group(2)));
      }
    }
  }

  private static void block(Deque<String> open, String tag, String word, String rest) {
    switch (word) {
      case "for" -> {
        if (CONDITION.matcher(rest).find() && !rest.contains(" else ")) {
          throw refusal("a loop with a condition", tag);
        }
        open.push(word);
      }
      case "if" -> open.push(word);
      case "endfor", "endif" -> open.poll();
      case "else" -> {
        if ("for".equals(open.peek())) {
          throw refusal("a loop with an else", tag);
        }
      }
      default -> {}
    }
  }

  /** jinjava gives true or false where Jinja gives one of the two values. */
  private static void output(String tag, String expression) {
    Matcher choice = CHOICE.matcher(expression);
    Matcher condition = CONDITION.matcher(expression);
    if (choice.find() && !condition.find()) {
      throw refusal("a choice by \"" + choice.group(1) + "\" in its output", tag);
    }
  }

  private static String plain(String expression) {
    return QUOTED.matcher(expression).replaceAll("''");
  }

  private static ChatTemplate.TemplateException refusal(String what, String tag) {
    return new ChatTemplate.TemplateException(
        "the chat template has " + what + ", which is not supported: " + tag);
  }
}
