package dev.isthmus.engine.prepared;

import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import java.util.Locale;

/**
 * What tells prepared stages apart.
 *
 * @param digest the source's, "sha256:&lt;hex&gt;"
 * @param positions rows of the rotary tables
 * @param part empty for a whole stage; else which part of one, a word for file names
 */
public record PreparedKey(
    String digest, StageRange range, Precision precision, int positions, String part) {

  /** Raised whenever graphs or packed weights change, so that old entries are not taken. */
  static final int LAYOUT = 8;

  /** A whole stage. */
  public PreparedKey(String digest, StageRange range, Precision precision, int positions) {
    this(digest, range, precision, positions, "");
  }

  /** The entry's directory name. */
  String directory() {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return String.format(
        Locale.ROOT,
        "%s-%d-%d-%s-p%d%s-v%d",
        hex.substring(0, Math.min(24, hex.length())),
        range.first(),
        range.last(),
        precision.name().toLowerCase(Locale.ROOT),
        positions,
        part.isEmpty() ? "" : "-" + part,
        LAYOUT);
  }
}
