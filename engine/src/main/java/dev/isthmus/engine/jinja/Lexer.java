package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens, with Jinja's rules for white space ({@code trim_blocks} and {@code
 * lstrip_blocks} are on): the newline after a block goes, spaces before a block that begins its
 * line go, "-" takes all white space on its side and "+" keeps it.
 */
final class Lexer {

  private static final Pattern OPENING =
      Pattern.compile(
          "(?<raw>\\{%[-+]?\\s*raw\\s*(?:-%}\\s*|%}))|(?<open>\\{%|\\{\\{|\\{#)(?<sign>[-+]?)");
  private static final Pattern RAW_END =
      Pattern.compile("\\{%(?<sign>[-+]?)\\s*endraw\\s*(?:\\+%}|-%}\\s*|%}\\n?)");
  private static final Pattern COMMENT_END = Pattern.compile("\\+#}|-#}\\s*|#}\\n?");
  private static final Pattern BLOCK_END = Pattern.compile("\\+%}|-%}\\s*|%}\\n?");
  private static final Pattern OUTPUT_END = Pattern.compile("-}}\\s*|}}");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern FLOAT =
      Pattern.compile("\\d[\\d_]*(?:\\.\\d[\\d_]*)?[eE][-+]?\\d[\\d_]*|\\d[\\d_]*\\.\\d[\\d_]*");
  private static final Pattern INTEGER = Pattern.compile("\\d[\\d_]*");
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern STRING =
      Pattern.compile(
          "'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"",
          Pattern.DOTALL);
  private static final Pattern OPERATOR =
      Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}<>=.:|,]");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean lineBegins = true;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String template) {
    String source = template.replace("\r\n", "\n").replace('\r', '\n');
    Lexer lexer =
        new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    Matcher opening = OPENING.matcher(source);
    while (opening.find(at)) {
      boolean output = "{{".equals(opening.group("open"));
      String sign =
          opening.group("raw") == null ? opening.group("sign") : sign(opening.group("raw"));
      text(source.substring(at, opening.start()), sign, output);
      advance(opening.end());
      if (opening.group("raw") != null) {
        raw();
      } else if ("{#".equals(opening.group("open"))) {
        comment();
      } else {
        expression(output);
      }
    }
    add(Kind.TEXT, source.substring(at));
    add(Kind.END, "");
  }

  private static String sign(String tag) {
    char third = tag.charAt(2);
    return third == '-' || third == '+' ? String.valueOf(third) : "";
  }

  /** What stands before a tag. */
  private void text(String text, String sign, boolean beforeOutput) {
    String kept = text;
    if (sign.equals("-")) {
      kept = text.stripTrailing();
    } else if (!sign.equals("+") && !beforeOutput) {
      int begin = text.lastIndexOf('\n') + 1;
      if ((begin > 0 || lineBegins) && text.substring(begin).isBlank()) {
        kept = text.substring(0, begin);
      }
    }
    if (!kept.isEmpty()) {
      add(Kind.TEXT, kept);
    }
  }

  private void raw() {
    Matcher end = RAW_END.matcher(source);
    if (!end.find(at)) {
      throw JinjaException.at(line, "raw has no endraw");
    }
    text(source.substring(at, end.start()), end.group("sign"), false);
    advance(end.end());
  }

  private void comment() {
    Matcher end = COMMENT_END.matcher(source);
    if (!end.find(at)) {
      throw JinjaException.at(line, "a comment has no end");
    }
    advance(end.end());
  }

  private void expression(boolean output) {
    add(output ? Kind.OUTPUT_BEGIN : Kind.BLOCK_BEGIN, "");
    Matcher end = (output ? OUTPUT_END : BLOCK_END).matcher(source);
    int open = 0;
    while (at < source.length()) {
      if (open == 0 && end.region(at, source.length()).lookingAt()) {
        add(output ? Kind.OUTPUT_END : Kind.BLOCK_END, "");
        advance(end.end());
        return;
      }
      open += piece();
    }
    throw JinjaException.at(line, "a tag has no end");
  }

  /** One token; returns by how much brackets are nested deeper after it. */
  private int piece() {
    if (match(SPACE, null)
        || match(FLOAT, Kind.FLOAT)
        || match(INTEGER, Kind.INTEGER)
        || match(NAME, Kind.NAME)
        || match(STRING, Kind.STRING)) {
      return 0;
    }
    if (!match(OPERATOR, Kind.OPERATOR)) {
      throw JinjaException.at(line, "'" + source.charAt(at) + "' is not understood");
    }
    return switch (tokens.get(tokens.size() - 1).text()) {
      case "(", "[", "{" -> 1;
      case ")", "]", "}" -> -1;
      default -> 0;
    };
  }

  private boolean match(Pattern pattern, Kind kind) {
    Matcher matcher = pattern.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    if (kind != null) {
      add(kind, kind == Kind.STRING ? Escapes.read(matcher.group()) : matcher.group());
    }
    advance(matcher.end());
    return true;
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }

  private void advance(int to) {
    for (int i = at; i < to; i++) {
      line += source.charAt(i) == '\n' ? 1 : 0;
    }
    lineBegins = to > at && source.charAt(to - 1) == '\n';
    at = to;
  }
}
