package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Expression.And;
import dev.isthmus.engine.jinja.Expression.Arguments;
import dev.isthmus.engine.jinja.Expression.Attribute;
import dev.isthmus.engine.jinja.Expression.Binary;
import dev.isthmus.engine.jinja.Expression.Call;
import dev.isthmus.engine.jinja.Expression.Comparison;
import dev.isthmus.engine.jinja.Expression.Conditional;
import dev.isthmus.engine.jinja.Expression.Constant;
import dev.isthmus.engine.jinja.Expression.DictOf;
import dev.isthmus.engine.jinja.Expression.Filtered;
import dev.isthmus.engine.jinja.Expression.Item;
import dev.isthmus.engine.jinja.Expression.ListOf;
import dev.isthmus.engine.jinja.Expression.Name;
import dev.isthmus.engine.jinja.Expression.Negative;
import dev.isthmus.engine.jinja.Expression.Not;
import dev.isthmus.engine.jinja.Expression.Or;
import dev.isthmus.engine.jinja.Expression.Slice;
import dev.isthmus.engine.jinja.Expression.Tested;
import dev.isthmus.engine.jinja.Expression.TupleOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of expressions. */
final class Evaluator {

  private final Budget budget;

  Evaluator(Budget budget) {
    this.budget = budget;
  }

  boolean holds(Expression condition, Scope scope) {
    return Values.isTrue(value(condition, scope));
  }

  Object value(Expression expression, Scope scope) {
    Object value = evaluated(expression, scope);
    budget.stepOver(value);
    return value;
  }

  private Object evaluated(Expression expression, Scope scope) {
    if (expression instanceof Constant it) {
      return it.value();
    }
    if (expression instanceof Name it) {
      return scope.get(it.name());
    }
    if (expression instanceof Attribute it) {
      return Subscripts.attribute(value(it.of(), scope), it.name());
    }
    if (expression instanceof Item it) {
      return Subscripts.item(value(it.of(), scope), value(it.key(), scope));
    }
    if (expression instanceof Slice it) {
      return Subscripts.slice(
          value(it.of(), scope),
          bound(it.from(), scope),
          bound(it.to(), scope),
          bound(it.step(), scope));
    }
    if (expression instanceof Call it) {
      return call(value(it.function(), scope), given(it.arguments(), scope));
    }
    if (expression instanceof Filtered it) {
      return it.filter().apply(value(it.value(), scope), given(it.arguments(), scope));
    }
    if (expression instanceof Tested it) {
      Given given = given(it.arguments(), scope);
      return it.test().holds(value(it.value(), scope), given) != it.negated();
    }
    return logical(expression, scope);
  }

  private Object logical(Expression expression, Scope scope) {
    if (expression instanceof Not it) {
      return !holds(it.value(), scope);
    }
    if (expression instanceof And it) {
      Object left = value(it.left(), scope);
      return Values.isTrue(left) ? value(it.right(), scope) : left;
    }
    if (expression instanceof Or it) {
      Object left = value(it.left(), scope);
      return Values.isTrue(left) ? left : value(it.right(), scope);
    }
    if (expression instanceof Conditional it) {
      return value(holds(it.condition(), scope) ? it.yes() : it.no(), scope);
    }
    if (expression instanceof Comparison it) {
      return compared(it, scope);
    }
    if (expression instanceof Binary it) {
      return Operators.binary(it.operator(), value(it.left(), scope), value(it.right(), scope));
    }
    if (expression instanceof Negative it) {
      Object value = value(it.value(), scope);
      if (!Values.isNumber(value)) {
        throw JinjaException.of("- " + Values.kind(value) + " is not possible");
      }
      return Numbers.negative(value);
    }
    return literal(expression, scope);
  }

  private Object literal(Expression expression, Scope scope) {
    if (expression instanceof ListOf it) {
      return values(it.items(), scope);
    }
    if (expression instanceof TupleOf it) {
      return new Tuple(values(it.items(), scope));
    }
    DictOf dict = (DictOf) expression;
    Map<Object, Object> items = new LinkedHashMap<>();
    for (int i = 0; i < dict.keys().size(); i++) {
      items.put(Values.key(value(dict.keys().get(i), scope)), value(dict.values().get(i), scope));
    }
    return items;
  }

  private Object bound(Expression bound, Scope scope) {
    return bound == null ? null : value(bound, scope);
  }

  private List<Object> values(List<Expression> expressions, Scope scope) {
    List<Object> values = new ArrayList<>();
    expressions.forEach(expression -> values.add(value(expression, scope)));
    return values;
  }

  private Given given(Arguments arguments, Scope scope) {
    if (arguments == Arguments.NONE) {
      return Given.NOTHING;
    }
    Map<String, Object> named = new LinkedHashMap<>();
    arguments.named().forEach((name, argument) -> named.put(name, value(argument, scope)));
    return new Given(values(arguments.positional(), scope), named);
  }

  private static Object call(Object function, Given given) {
    if (function instanceof Function it) {
      return it.call(given);
    }
    throw JinjaException.of(Values.kind(function) + " cannot be called");
  }

  private Object compared(Comparison comparison, Scope scope) {
    Object left = value(comparison.first(), scope);
    for (int i = 0; i < comparison.operators().size(); i++) {
      Object right = value(comparison.others().get(i), scope);
      budget.stepThrough(right);
      if (!holds(comparison.operators().get(i), left, right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private static boolean holds(String operator, Object left, Object right) {
    return switch (operator) {
      case "==" -> Values.equal(left, right);
      case "!=" -> !Values.equal(left, right);
      case "<" -> Values.compare(left, right) < 0;
      case "<=" -> Values.compare(left, right) <= 0;
      case ">" -> Values.compare(left, right) > 0;
      case ">=" -> Values.compare(left, right) >= 0;
      case "in" -> Values.contains(right, left);
      default -> !Values.contains(right, left);
    };
  }
}
