package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.router.openai.Asked.Prompt;

/**
 * Reads {@code prompt}: a string, an array of token ids, or an array that holds just one of these.
 */
final class PromptReader {

  Prompt read(Fields request) {
    JsonNode prompt = request.any("prompt");
    if (prompt == null) {
      throw ApiException.invalid("prompt", "missing_required_parameter", "prompt is missing");
    }
    return read(request, prompt);
  }

  private Prompt read(Fields request, JsonNode prompt) {
    if (prompt.isTextual()) {
      if (prompt.textValue().isEmpty()) {
        throw ApiException.invalid("prompt", "prompt is empty; at least one token is needed");
      }
      return new Prompt.Text(Text.whole(prompt.textValue(), "prompt"));
    }
    if (!prompt.isArray()) {
      throw request.wrongType("prompt", prompt, "a string or an array of token ids");
    }
    if (prompt.isEmpty()) {
      throw ApiException.invalid("prompt", "prompt is empty; at least one token is needed");
    }
    JsonNode first = prompt.get(0);
    if (first.isTextual() || first.isArray()) {
      if (prompt.size() > 1) {
        throw ApiException.invalid(
            "prompt", "prompt holds " + prompt.size() + " prompts; send one request for each");
      }
      return read(request, first);
    }
    return tokens(prompt);
  }

  private static Prompt tokens(JsonNode prompt) {
    int[] ids = new int[prompt.size()];
    for (int i = 0; i < ids.length; i++) {
      JsonNode id = prompt.get(i);
      if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
        throw ApiException.invalid("prompt", "prompt[" + i + "] is no token id");
      }
      ids[i] = id.intValue();
    }
    return new Prompt.Tokens(ids);
  }
}
