package dev.isthmus.engine.jinja;

/**
 * What nothing is known by: empty in text, false as a condition, without items; any attribute of it
 * is an error.
 *
 * @param what it would be, for messages
 */
record Undefined(String what) {

  static Undefined of(String what) {
    return new Undefined(what);
  }
}
