package dev.isthmus.engine.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Qwen's sliding windows: off unless asked for, and then only in some layers. */
final class QwenWindows {

  private static final List<String> KINDS = List.of("full_attention", "sliding_attention");

  private QwenWindows() {}

  static int[] read(Common common) {
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
    int firstSliding = fields.node("max_window_layers").asInt(windows.length);
    for (int layer = 0; layer < windows.length; layer++) {
      boolean sliding =
          types.size() == windows.length
              ? types.get(layer).asText().equals("sliding_attention")
              : layer >= firstSliding;
      windows[layer] = sliding ? window : 0;
    }
    return windows;
  }
}
