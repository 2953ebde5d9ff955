package dev.isthmus.engine.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeSet;

/** Ids that end a generation. */
public final class StopIds {

  private StopIds() {}

  /**
   * The end ids of a configuration and of generation_config.json, each a number or a list,
   * ascending.
   */
  public static int[] of(JsonNode config, JsonNode generation) {
    TreeSet<Integer> ids = new TreeSet<>();
    add(config.path("eos_token_id"), ids);
    if (generation != null) {
      add(generation.path("eos_token_id"), ids);
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void add(JsonNode value, TreeSet<Integer> ids) {
    if (value.isIntegralNumber()) {
      ids.add(value.asInt());
    }
    value.forEach(id -> add(id, ids));
  }
}
