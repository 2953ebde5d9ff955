package dev.isthmus.engine.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * GPT-2's printable stand-ins for bytes: those that are printable in Latin-1 stand for themselves.
 */
final class ByteLevel {

  private static final int FIRST_STAND_IN = 256;
  private static final int[] BYTES = new int[FIRST_STAND_IN + 68];

  static {
    int standIn = FIRST_STAND_IN;
    for (int value = 0; value < 256; value++) {
      boolean itself =
          value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xac || value >= 0xae;
      BYTES[itself ? value : standIn++] = value + 1;
    }
  }

  private ByteLevel() {}

  /** The bytes of a token; a character that stands for none stays what it is. */
  static byte[] bytes(String token) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(token.length());
    token
        .codePoints()
        .forEach(
            point -> {
              if (point < BYTES.length && BYTES[point] > 0) {
                out.write(BYTES[point] - 1);
              } else {
                out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
              }
            });
    return out.toByteArray();
  }
}
