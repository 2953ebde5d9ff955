package dev.isthmus.engine.jinja;

import java.util.List;
import java.util.Map;

/** Arguments of a call, as values. */
public record Given(List<Object> positional, Map<String, Object> named) {

  static final Given NOTHING = new Given(List.of(), Map.of());

  /** The argument at this place or of this name; otherwise what is said. */
  public Object get(int place, String name, Object otherwise) {
    if (place < positional.size()) {
      return positional.get(place);
    }
    return named.containsKey(name) ? named.get(name) : otherwise;
  }

  boolean has(int place, String name) {
    return place < positional.size() || named.containsKey(name);
  }

  /**
   * @throws JinjaException where it is missing
   */
  public Object get(int place, String name) {
    if (!has(place, name)) {
      throw JinjaException.of("the argument " + name + " is missing");
    }
    return get(place, name, null);
  }

  /**
   * @throws JinjaException where it is missing or no string
   */
  public String text(int place, String name) {
    return Values.text(get(place, name), name);
  }

  long whole(int place, String name, long otherwise) {
    return has(place, name) ? Values.whole(get(place, name), name) : otherwise;
  }

  /** The arguments after the first ones. */
  Given after(int places) {
    return new Given(
        positional.subList(Math.min(places, positional.size()), positional.size()), named);
  }
}
