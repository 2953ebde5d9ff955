package dev.isthmus.engine.jinja;

import java.util.List;

/** Python's tuple: unlike a list only in how it is written. */
record Tuple(List<Object> items) {}
