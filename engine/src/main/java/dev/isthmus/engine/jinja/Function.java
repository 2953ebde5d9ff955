package dev.isthmus.engine.jinja;

/** What a template can call. */
@FunctionalInterface
public interface Function {

  /**
   * @return null, a boolean, Long, Double, string, list or map
   */
  Object call(Given arguments);
}
