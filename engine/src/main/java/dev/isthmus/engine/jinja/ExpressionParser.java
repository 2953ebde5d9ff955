package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Expression.And;
import dev.isthmus.engine.jinja.Expression.Arguments;
import dev.isthmus.engine.jinja.Expression.Binary;
import dev.isthmus.engine.jinja.Expression.Comparison;
import dev.isthmus.engine.jinja.Expression.Conditional;
import dev.isthmus.engine.jinja.Expression.Filtered;
import dev.isthmus.engine.jinja.Expression.Negative;
import dev.isthmus.engine.jinja.Expression.Not;
import dev.isthmus.engine.jinja.Expression.Or;
import dev.isthmus.engine.jinja.Expression.Tested;
import dev.isthmus.engine.jinja.Expression.TupleOf;
import dev.isthmus.engine.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Expressions by Jinja's precedence, weakest first: if, or, and, not, comparisons, "+" and "-",
 * "~", "*" and "/" and "//" and "%", "**", a sign, and what follows a value directly.
 */
final class ExpressionParser {

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final Cursor cursor;
  private final ValueParser values;

  ExpressionParser(Cursor cursor) {
    this.cursor = cursor;
    this.values = new ValueParser(cursor, this);
  }

  Expression expression() {
    Expression value = or();
    while (cursor.skipName("if")) {
      Expression condition = or();
      Expression otherwise =
          cursor.skipName("else") ? expression() : new Expression.Constant(Undefined.of("no else"));
      value = new Conditional(condition, value, otherwise);
    }
    return value;
  }

  /** An expression, or several with commas between them, which are a tuple. */
  Expression tuple() {
    return tuple(true);
  }

  /** What a loop goes over: its "if" belongs to the loop. */
  Expression looped() {
    return tuple(false);
  }

  private Expression tuple(boolean conditional) {
    Expression first = conditional ? expression() : or();
    if (!cursor.peek().isOperator(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (cursor.skipOperator(",") && !endsTuple()) {
      items.add(conditional ? expression() : or());
    }
    return new TupleOf(items);
  }

  private boolean endsTuple() {
    Token token = cursor.peek();
    return token.kind() == Kind.BLOCK_END
        || token.kind() == Kind.OUTPUT_END
        || token.isOperator(")");
  }

  private Expression or() {
    Expression left = and();
    while (cursor.skipName("or")) {
      left = new Or(left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (cursor.skipName("and")) {
      left = new And(left, not());
    }
    return left;
  }

  private Expression not() {
    return cursor.skipName("not") ? new Not(not()) : comparison();
  }

  private Expression comparison() {
    Expression first = sum();
    List<String> operators = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    for (String operator = comparator(); operator != null; operator = comparator()) {
      operators.add(operator);
      others.add(sum());
    }
    return operators.isEmpty() ? first : new Comparison(first, operators, others);
  }

  /** The comparison that follows, read; null where there is none. */
  private String comparator() {
    Token token = cursor.peek();
    if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
      return cursor.next().text();
    }
    if (cursor.skipName("in")) {
      return "in";
    }
    if (token.isName("not") && cursor.peekNext().isName("in")) {
      cursor.next();
      cursor.next();
      return "not in";
    }
    return null;
  }

  private Expression sum() {
    Expression left = joined();
    while (cursor.peek().isOperator("+") || cursor.peek().isOperator("-")) {
      left = new Binary(cursor.next().text(), left, joined());
    }
    return left;
  }

  private Expression joined() {
    Expression left = product();
    while (cursor.skipOperator("~")) {
      left = new Binary("~", left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = power();
    while (cursor.peek().isOperator("*")
        || cursor.peek().isOperator("/")
        || cursor.peek().isOperator("//")
        || cursor.peek().isOperator("%")) {
      left = new Binary(cursor.next().text(), left, power());
    }
    return left;
  }

  private Expression power() {
    Expression left = signed(true);
    while (cursor.skipOperator("**")) {
      left = new Binary("**", left, signed(true));
    }
    return left;
  }

  private Expression signed(boolean filters) {
    Expression value;
    if (cursor.skipOperator("-")) {
      value = new Negative(signed(false));
    } else if (cursor.skipOperator("+")) {
      value = signed(false);
    } else {
      value = values.primary();
    }
    value = values.followed(value);
    return filters ? filtered(value) : value;
  }

  private Expression filtered(Expression of) {
    Expression value = of;
    while (true) {
      if (cursor.skipOperator("|")) {
        value = filter(value);
      } else if (cursor.skipName("is")) {
        value = test(value);
      } else if (cursor.peek().isOperator("(")) {
        value = values.followed(value);
      } else {
        return value;
      }
    }
  }

  /** One filter, of which "|" was read. */
  Expression filter(Expression value) {
    int line = cursor.line();
    String name = cursor.expect(Kind.NAME).text();
    Builtin.Filter filter = Filters.named(name);
    if (filter == null) {
      throw JinjaException.at(line, "the filter " + name + " is not supported");
    }
    return new Filtered(value, filter, values.argumentsIfAny());
  }

  private Expression test(Expression value) {
    boolean negated = cursor.skipName("not");
    int line = cursor.line();
    String name = cursor.expect(Kind.NAME).text();
    Builtin.Test test = Tests.named(name);
    if (test == null) {
      throw JinjaException.at(line, "the test " + name + " is not supported");
    }
    Arguments arguments = values.argumentsIfAny();
    if (arguments == Arguments.NONE && beginsArgument(cursor.peek())) {
      Expression argument = values.followed(values.primary());
      arguments = new Arguments(List.of(argument), Map.of());
    }
    return new Tested(value, test, arguments, negated);
  }

  /** A test may have one argument without brackets. */
  private static boolean beginsArgument(Token token) {
    return switch (token.kind()) {
      case STRING, INTEGER, FLOAT -> true;
      case NAME -> !Set.of("else", "or", "and", "is", "if", "not", "in").contains(token.text());
      case OPERATOR -> token.text().equals("[") || token.text().equals("{");
      default -> false;
    };
  }
}
