package dev.isthmus.engine.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The bytes that each id stands for, read off a tokenizer.json: a stream of ids is decoded by
 * appending them.
 */
final class TokenTexts {

  private static final String SPACE = "\u2581";
  private static final Pattern BYTE = Pattern.compile("<0x[0-9A-Fa-f]{2}>");
  private static final int MOST_IDS = 1 << 22;

  private final byte[][] bytes;
  private final BitSet special = new BitSet();
  private final String fingerprint;

  private TokenTexts(
      Map<Integer, String> tokens, JsonNode added, boolean byteLevel, boolean fallback) {
    int size = tokens.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
    for (JsonNode token : added) {
      size = Math.max(size, id(token.path("content").asText(), token.path("id")));
    }
    bytes = new byte[size + 1][];
    tokens.forEach(
        (id, text) -> bytes[id] = byteLevel ? ByteLevel.bytes(text) : piece(text, fallback));
    MessageDigest digest = Sha256.begin();
    for (JsonNode token : added) {
      int id = token.path("id").asInt();
      bytes[id] = token.path("content").asText().getBytes(StandardCharsets.UTF_8);
      special.set(id, token.path("special").asBoolean());
    }
    for (int id = 0; id < bytes.length; id++) {
      digest.update((byte) (special.get(id) ? 1 : 0));
      digest.update(of(id));
      digest.update((byte) 0xff);
    }
    fingerprint = "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  static TokenTexts read(JsonNode tokenizer) {
    JsonNode model = tokenizer.path("model");
    if (!model.path("type").asText("BPE").equals("BPE") || !model.path("vocab").isObject()) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_TOKENIZER,
          "tokenizer.json: model type \""
              + model.path("type").asText()
              + "\" is not supported; BPE is.");
    }
    Map<Integer, String> tokens = new TreeMap<>();
    model
        .path("vocab")
        .properties()
        .forEach(entry -> tokens.put(id(entry.getKey(), entry.getValue()), entry.getKey()));
    boolean byteLevel = tokenizer.path("decoder").toString().contains("\"ByteLevel\"");
    return new TokenTexts(
        tokens, tokenizer.path("added_tokens"), byteLevel, model.path("byte_fallback").asBoolean());
  }

  private static int id(String token, JsonNode value) {
    int id = value.asInt(-1);
    if (id < 0 || id > MOST_IDS) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          "tokenizer.json: token "
              + token
              + " has id "
              + value
              + "; ids go from 0 to "
              + MOST_IDS
              + ".");
    }
    return id;
  }

  /** SentencePiece: a lower one-eighth block is a space, {@code <0x0A>} a byte. */
  private static byte[] piece(String text, boolean fallback) {
    if (fallback && BYTE.matcher(text).matches()) {
      return HexFormat.of().parseHex(text, 3, 5);
    }
    return text.replace(SPACE, " ").getBytes(StandardCharsets.UTF_8);
  }

  /** Ids that there could be; some may stand for nothing. */
  int size() {
    return bytes.length;
  }

  boolean isSpecial(int id) {
    return id >= 0 && special.get(id);
  }

  byte[] of(int id) {
    return id >= 0 && id < bytes.length && bytes[id] != null ? bytes[id] : new byte[0];
  }

  String fingerprint() {
    return fingerprint;
  }
}
