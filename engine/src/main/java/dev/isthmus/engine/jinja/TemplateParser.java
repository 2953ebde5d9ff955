package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Statement.Captured;
import dev.isthmus.engine.jinja.Statement.FilterBlock;
import dev.isthmus.engine.jinja.Statement.For;
import dev.isthmus.engine.jinja.Statement.Group;
import dev.isthmus.engine.jinja.Statement.If;
import dev.isthmus.engine.jinja.Statement.Macro;
import dev.isthmus.engine.jinja.Statement.Output;
import dev.isthmus.engine.jinja.Statement.Target;
import dev.isthmus.engine.jinja.Statement.Text;
import dev.isthmus.engine.jinja.Statement.With;
import dev.isthmus.engine.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Statements of a template. */
final class TemplateParser {

  private final Cursor cursor;
  private final ExpressionParser expressions;

  private TemplateParser(Cursor cursor) {
    this.cursor = cursor;
    this.expressions = new ExpressionParser(cursor);
  }

  static List<Statement> parse(String template) {
    TemplateParser parser = new TemplateParser(new Cursor(Lexer.tokens(template)));
    List<Statement> statements = parser.until(Set.of());
    if (parser.cursor.peek().kind() != Kind.END) {
      throw parser.cursor.unexpected("the template's end");
    }
    return statements;
  }

  /** Statements up to a block of one of these names, whose opening is read and its name not. */
  private List<Statement> until(Set<String> ends) {
    List<Statement> statements = new ArrayList<>();
    while (cursor.peek().kind() != Kind.END) {
      Token token = cursor.next();
      switch (token.kind()) {
        case TEXT -> statements.add(new Text(token.text(), token.line()));
        case OUTPUT_BEGIN -> {
          statements.add(new Output(expressions.tuple(), token.line()));
          cursor.expect(Kind.OUTPUT_END);
        }
        default -> {
          if (ends.contains(cursor.peek().text())) {
            return statements;
          }
          statements.add(block());
        }
      }
    }
    if (!ends.isEmpty()) {
      throw cursor.unexpected(ends.stream().sorted().reduce((a, b) -> a + " or " + b).orElse(""));
    }
    return statements;
  }

  /** The body of a block up to its end, which is read. */
  private List<Statement> body(String end) {
    cursor.expect(Kind.BLOCK_END);
    List<Statement> body = until(Set.of(end));
    close(end);
    return body;
  }

  private void close(String end) {
    cursor.next();
    if (end.equals("endmacro") && cursor.peek().kind() == Kind.NAME) {
      cursor.next();
    }
    cursor.expect(Kind.BLOCK_END);
  }

  private Statement block() {
    int line = cursor.line();
    String word = cursor.expect(Kind.NAME).text();
    return switch (word) {
      case "if" -> condition(line);
      case "for" -> loop(line);
      case "set" -> set(line);
      case "macro" -> macro(line);
      case "with" -> with(line);
      case "filter" -> filterBlock(line);
      case "generation" -> new Group(body("endgeneration"), line);
      case "break" -> bare(new Statement.Break(line));
      case "continue" -> bare(new Statement.Continue(line));
      default -> throw JinjaException.at(line, "the block " + word + " is not supported here");
    };
  }

  private Statement bare(Statement statement) {
    cursor.expect(Kind.BLOCK_END);
    return statement;
  }

  private Statement condition(int line) {
    Expression condition = expressions.tuple();
    cursor.expect(Kind.BLOCK_END);
    List<Statement> then = until(Set.of("elif", "else", "endif"));
    int next = cursor.line();
    if (cursor.skipName("elif")) {
      return new If(condition, then, List.of(condition(next)), line);
    }
    if (cursor.skipName("else")) {
      return new If(condition, then, body("endif"), line);
    }
    close("endif");
    return new If(condition, then, List.of(), line);
  }

  private Statement loop(int line) {
    Target target = target();
    if (!cursor.skipName("in")) {
      throw cursor.unexpected("'in'");
    }
    Expression over = expressions.looped();
    Expression condition = cursor.skipName("if") ? expressions.expression() : null;
    if (cursor.peek().isName("recursive")) {
      throw JinjaException.at(line, "recursive loops are not supported");
    }
    cursor.expect(Kind.BLOCK_END);
    List<Statement> body = until(Set.of("else", "endfor"));
    List<Statement> otherwise = List.of();
    if (cursor.skipName("else")) {
      otherwise = body("endfor");
    } else {
      close("endfor");
    }
    return new For(target, over, condition, body, otherwise, line);
  }

  private Target target() {
    List<Target> targets = new ArrayList<>();
    boolean brackets = cursor.skipOperator("(");
    do {
      String name = cursor.expect(Kind.NAME).text();
      targets.add(
          cursor.skipOperator(".")
              ? new Target.Member(name, cursor.expect(Kind.NAME).text())
              : new Target.Variable(name));
    } while (cursor.skipOperator(","));
    if (brackets) {
      cursor.expectOperator(")");
    }
    return targets.size() == 1 ? targets.get(0) : new Target.Several(targets);
  }

  private Statement set(int line) {
    Target target = target();
    if (cursor.skipOperator("=")) {
      Expression value = expressions.tuple();
      cursor.expect(Kind.BLOCK_END);
      return new Statement.Set(target, value, line);
    }
    Expression filters = filtersOf(new Expression.Name(Captured.BODY));
    return new Captured(target, filters, body("endset"), line);
  }

  private Statement filterBlock(int line) {
    Expression first = expressions.filter(new Expression.Name(Captured.BODY));
    Expression filters = filtersOf(first);
    return new FilterBlock(filters, body("endfilter"), line);
  }

  /** A value with the filters that follow, each after a "|". */
  private Expression filtersOf(Expression of) {
    Expression value = of;
    while (cursor.skipOperator("|")) {
      value = expressions.filter(value);
    }
    return value;
  }

  private Statement with(int line) {
    Map<String, Expression> values = new LinkedHashMap<>();
    while (cursor.peek().kind() != Kind.BLOCK_END) {
      String name = cursor.expect(Kind.NAME).text();
      cursor.expectOperator("=");
      values.put(name, expressions.expression());
      cursor.skipOperator(",");
    }
    return new With(values, body("endwith"), line);
  }

  private Statement macro(int line) {
    String name = cursor.expect(Kind.NAME).text();
    List<String> parameters = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    cursor.expectOperator("(");
    while (!cursor.skipOperator(")")) {
      parameters.add(cursor.expect(Kind.NAME).text());
      if (cursor.skipOperator("=")) {
        defaults.add(expressions.expression());
      } else if (!defaults.isEmpty()) {
        throw cursor.unexpected("a default, as the parameter before has one,");
      }
      if (!cursor.peek().isOperator(")")) {
        cursor.expectOperator(",");
      }
    }
    return new Macro(name, parameters, defaults, body("endmacro"), line);
  }
}
