package dev.isthmus.engine.jinja;

import java.util.List;
import java.util.Map;

/** What has a value. */
sealed interface Expression {

  record Constant(Object value) implements Expression {}

  record Name(String name) implements Expression {}

  record ListOf(List<Expression> items) implements Expression {}

  record TupleOf(List<Expression> items) implements Expression {}

  record DictOf(List<Expression> keys, List<Expression> values) implements Expression {}

  record Attribute(Expression of, String name) implements Expression {}

  record Item(Expression of, Expression key) implements Expression {}

  /** Bounds may be null. */
  record Slice(Expression of, Expression from, Expression to, Expression step)
      implements Expression {}

  record Call(Expression function, Arguments arguments) implements Expression {}

  record Filtered(Expression value, Builtin.Filter filter, Arguments arguments)
      implements Expression {}

  record Tested(Expression value, Builtin.Test test, Arguments arguments, boolean negated)
      implements Expression {}

  record Negative(Expression value) implements Expression {}

  record Not(Expression value) implements Expression {}

  record And(Expression left, Expression right) implements Expression {}

  record Or(Expression left, Expression right) implements Expression {}

  /** "+", "-", "*", "/", "//", "%", "**" or "~". */
  record Binary(String operator, Expression left, Expression right) implements Expression {}

  /** a &lt; b == c: each operator between its neighbours. */
  record Comparison(Expression first, List<String> operators, List<Expression> others)
      implements Expression {}

  /** Undefined where the condition fails and there is no other value. */
  record Conditional(Expression condition, Expression yes, Expression no) implements Expression {}

  /** Of a call. */
  record Arguments(List<Expression> positional, Map<String, Expression> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());
  }
}
