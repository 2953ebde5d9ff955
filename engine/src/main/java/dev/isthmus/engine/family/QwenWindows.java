package dev.isthmus.engine.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.IntPredicate;

/** Qwen's sliding windows: off unless asked for, and then only in some layers. */
final class QwenWindows {

  private static final List<String> KINDS = List.of("full_attention", "sliding_attention");

  private QwenWindows() {}

  /** Where {@code layer_types} does not say it, the layers from {@code max_window_layers} on. */
  static int[] read(Common common) {
    int first = common.fields().node("max_window_layers").asInt(Integer.MAX_VALUE);
    return windows(common, layer -> layer >= first);
  }

  /** Qwen2-MoE's: where {@code layer_types} does not say it, every second layer below. */
  static int[] everySecondBelow(Common common) {
    int end = common.fields().node("max_window_layers").asInt(Integer.MAX_VALUE);
    return windows(common, layer -> layer % 2 == 0 && layer < end);
  }

  /** Qwen3-MoE's: all layers. */
  static int[] everywhere(Common common) {
    return windows(common, layer -> true);
  }

  private static int[] windows(Common common, IntPredicate otherwise) {
    Fields fields = common.fields();
    int[] windows = common.noWindow();
    JsonNode types = fields.node("layer_types");
    for (JsonNode type : types) {
      if (!KINDS.contains(type.asText())) {
        throw fields.unsupported(
            "layer_types names \""
                + type.asText()
                + "\", which is not supported; these are: "
                + KINDS);
      }
    }
    if (!fields.flag("use_sliding_window", false) || !fields.has("sliding_window")) {
      return windows;
    }
    int window = fields.size("sliding_window");
    for (int layer = 0; layer < windows.length; layer++) {
      boolean sliding =
          types.size() == windows.length
              ? types.get(layer).asText().equals("sliding_attention")
              : otherwise.test(layer);
      windows[layer] = sliding ? window : 0;
    }
    return windows;
  }
}
