package dev.isthmus.engine.jinja;

import java.util.List;

/** What a loop's body sees as {@code loop}. */
final class Loop {

  private final List<Object> items;
  private final int depth;
  private int index;

  Loop(List<Object> items, int depth) {
    this.items = items;
    this.depth = depth;
  }

  void at(int index) {
    this.index = index;
  }

  int depth() {
    return depth;
  }

  private Object cycled(Given given) {
    given.get(0, "a value");
    return given.positional().get(index % given.positional().size());
  }

  Object get(String name) {
    long size = items.size();
    return switch (name) {
      case "index" -> index + 1L;
      case "index0" -> (long) index;
      case "revindex" -> size - index;
      case "revindex0" -> size - index - 1;
      case "first" -> index == 0;
      case "last" -> index == size - 1;
      case "length" -> size;
      case "depth" -> (long) depth;
      case "depth0" -> depth - 1L;
      case "previtem" -> index > 0 ? items.get(index - 1) : Undefined.of("loop.previtem");
      case "nextitem" -> index < size - 1 ? items.get(index + 1) : Undefined.of("loop.nextitem");
      case "cycle" -> (Function) this::cycled;
      default -> Undefined.of("loop." + name);
    };
  }
}
