package dev.isthmus.engine.jinja;

/** What Jinja brings along. */
final class Builtin {

  private Builtin() {}

  @FunctionalInterface
  interface Filter {
    Object apply(Object value, Given arguments);
  }

  @FunctionalInterface
  interface Test {
    boolean holds(Object value, Given arguments);
  }
}
