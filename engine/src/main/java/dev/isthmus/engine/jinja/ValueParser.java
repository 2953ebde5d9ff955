package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Expression.Arguments;
import dev.isthmus.engine.jinja.Expression.Attribute;
import dev.isthmus.engine.jinja.Expression.Call;
import dev.isthmus.engine.jinja.Expression.Constant;
import dev.isthmus.engine.jinja.Expression.DictOf;
import dev.isthmus.engine.jinja.Expression.Item;
import dev.isthmus.engine.jinja.Expression.ListOf;
import dev.isthmus.engine.jinja.Expression.Name;
import dev.isthmus.engine.jinja.Expression.Slice;
import dev.isthmus.engine.jinja.Expression.TupleOf;
import dev.isthmus.engine.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Literals, names, and what follows a value directly: attributes, items, calls. */
final class ValueParser {

  private final Cursor cursor;
  private final ExpressionParser expressions;

  ValueParser(Cursor cursor, ExpressionParser expressions) {
    this.cursor = cursor;
    this.expressions = expressions;
  }

  Expression primary() {
    Token token = cursor.peek();
    return switch (token.kind()) {
      case NAME -> named(cursor.next().text());
      case STRING -> strings();
      case INTEGER -> new Constant(integer(cursor.next()));
      case FLOAT -> new Constant(Double.parseDouble(cursor.next().text().replace("_", "")));
      case OPERATOR -> bracketed(token);
      default -> throw cursor.unexpected("a value");
    };
  }

  private static Expression named(String name) {
    return switch (name) {
      case "true", "True" -> new Constant(true);
      case "false", "False" -> new Constant(false);
      case "none", "None" -> new Constant(null);
      default -> new Name(name);
    };
  }

  private static Long integer(Token token) {
    try {
      return Long.valueOf(token.text().replace("_", ""));
    } catch (NumberFormatException e) {
      throw JinjaException.at(token.line(), token.text() + " is more than 64 bits hold");
    }
  }

  /** Strings beside one another are one. */
  private Expression strings() {
    StringBuilder text = new StringBuilder();
    while (cursor.peek().kind() == Kind.STRING) {
      text.append(cursor.next().text());
    }
    return new Constant(text.toString());
  }

  private Expression bracketed(Token token) {
    if (cursor.skipOperator("[")) {
      return new ListOf(until("]"));
    }
    if (cursor.skipOperator("(")) {
      if (cursor.skipOperator(")")) {
        return new TupleOf(List.of());
      }
      Expression inner = expressions.tuple();
      cursor.expectOperator(")");
      return inner;
    }
    if (cursor.skipOperator("{")) {
      return dict();
    }
    throw cursor.unexpected("a value");
  }

  private List<Expression> until(String end) {
    List<Expression> items = new ArrayList<>();
    while (!cursor.skipOperator(end)) {
      items.add(expressions.expression());
      if (!cursor.peek().isOperator(end)) {
        cursor.expectOperator(",");
      }
    }
    return items;
  }

  private Expression dict() {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!cursor.skipOperator("}")) {
      keys.add(expressions.expression());
      cursor.expectOperator(":");
      values.add(expressions.expression());
      if (!cursor.peek().isOperator("}")) {
        cursor.expectOperator(",");
      }
    }
    return new DictOf(keys, values);
  }

  /** A value with the attributes, items and calls after it. */
  Expression followed(Expression of) {
    Expression value = of;
    while (true) {
      if (cursor.skipOperator(".")) {
        value =
            cursor.peek().kind() == Kind.INTEGER
                ? new Item(value, new Constant(integer(cursor.next())))
                : new Attribute(value, cursor.expect(Kind.NAME).text());
      } else if (cursor.skipOperator("[")) {
        value = subscript(value);
      } else if (cursor.peek().isOperator("(")) {
        value = new Call(value, argumentsIfAny());
      } else {
        return value;
      }
    }
  }

  private Expression subscript(Expression of) {
    Expression from = cursor.peek().isOperator(":") ? null : expressions.tuple();
    if (from != null && cursor.skipOperator("]")) {
      return new Item(of, from);
    }
    cursor.expectOperator(":");
    Expression to = bound();
    Expression step = cursor.skipOperator(":") ? bound() : null;
    cursor.expectOperator("]");
    return new Slice(of, from, to, step);
  }

  private Expression bound() {
    return cursor.peek().isOperator(":") || cursor.peek().isOperator("]")
        ? null
        : expressions.expression();
  }

  /** Arguments in brackets; {@link Arguments#NONE} where there are no brackets. */
  Arguments argumentsIfAny() {
    if (!cursor.skipOperator("(")) {
      return Arguments.NONE;
    }
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!cursor.skipOperator(")")) {
      if (cursor.peek().isOperator("*") || cursor.peek().isOperator("**")) {
        throw JinjaException.at(cursor.line(), "arguments by * are not supported");
      }
      if (cursor.peek().kind() == Kind.NAME && cursor.peekNext().isOperator("=")) {
        String name = cursor.next().text();
        cursor.next();
        named.put(name, expressions.expression());
      } else if (named.isEmpty()) {
        positional.add(expressions.expression());
      } else {
        throw cursor.unexpected("an argument with its name");
      }
      if (!cursor.peek().isOperator(")")) {
        cursor.expectOperator(",");
      }
    }
    return new Arguments(positional, named);
  }
}
