package dev.isthmus.engine.jinja;

import java.util.List;
import java.util.Map;

/** What renders or changes something. */
sealed interface Statement {

  /** Where it begins, from 1. */
  int line();

  record Text(String text, int line) implements Statement {}

  record Output(Expression value, int line) implements Statement {}

  record If(Expression condition, List<Statement> then, List<Statement> otherwise, int line)
      implements Statement {}

  /**
   * @param condition of an item to be looped over, or null
   * @param otherwise where there is no such item
   */
  record For(
      Target target,
      Expression over,
      Expression condition,
      List<Statement> body,
      List<Statement> otherwise,
      int line)
      implements Statement {}

  record Set(Target target, Expression value, int line) implements Statement {}

  /**
   * @param filters around the body, as an expression over the name {@link #BODY}
   */
  record Captured(Target target, Expression filters, List<Statement> body, int line)
      implements Statement {

    static final String BODY = "the block's text";
  }

  /** Renders its body through filters. */
  record FilterBlock(Expression filters, List<Statement> body, int line) implements Statement {}

  record With(Map<String, Expression> values, List<Statement> body, int line)
      implements Statement {}

  /**
   * @param defaults of the last parameters
   */
  record Macro(
      String name,
      List<String> parameters,
      List<Expression> defaults,
      List<Statement> body,
      int line)
      implements Statement {}

  /** A block that changes nothing, as transformers' {@code generation}. */
  record Group(List<Statement> body, int line) implements Statement {}

  record Break(int line) implements Statement {}

  record Continue(int line) implements Statement {}

  /** Where a value goes. */
  sealed interface Target {

    record Variable(String name) implements Target {}

    /** Of a namespace. */
    record Member(String namespace, String name) implements Target {}

    record Several(List<Target> targets) implements Target {}
  }
}
