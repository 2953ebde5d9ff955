package dev.isthmus.engine.runtime;

import dev.isthmus.engine.source.Sha256;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Runs a fixed input through a stage that was just loaded, to learn what this processor's kernels
 * make of it: the bits that name the numerics class, and whether a step of a single row gives the
 * bits that it has in company.
 */
final class NumericsProbe {

  /** Ends with a row of its own in the tile of the smallest heads, so that odd ends are in. */
  private static final int ROWS = 37;

  private static final int HASHED_ROWS = 4;

  /**
   * Rows that are run alone. A kernel of its own rounds most rows otherwise, not all: one that
   * agrees says little.
   */
  private static final int ALONE_ROWS = 8;

  private static final int HEX_DIGITS = 16;

  private final OrtStepEngine engine;
  private final EngineInfo info;
  private final int rows;

  NumericsProbe(OrtStepEngine engine) {
    this.engine = engine;
    this.info = engine.info();
    this.rows = Math.min(ROWS, Math.min(info.maxRows(), info.context()));
  }

  /**
   * Settles the engine's fewest rows and its class.
   *
   * @param digest of the weights
   * @param runtime version of the code that computes
   */
  void run(String digest, String runtime) {
    Admission admission = engine.admit(new int[] {0}, rows);
    if (!(admission instanceof Admission.Admitted admitted)) {
      throw new IllegalArgumentException(
          "KV memory of "
              + engine.kvUse().total()
              + " bytes does not hold "
              + rows
              + " tokens of "
              + info.kvBytesPerToken()
              + " bytes; give the engine more.");
    }
    try (Sequence sequence = admitted.sequence()) {
      int asked = Math.min(ALONE_ROWS, rows);
      // A stage without a head gives all rows.
      StepResult result = engine.step(List.of(window(sequence, 0, rows, asked))).get(0);
      int width = result.width();
      float[] together = lastRows(result, asked);
      engine.fewestRows(1);
      if (!sameAlone(sequence, together, asked, width)) {
        engine.fewestRows(2);
      }
      sequence.truncate(0);
      int hashed = Math.min(HASHED_ROWS, rows) * width;
      engine.numericsClass(name(digest, runtime, end(together, hashed)));
    }
  }

  /** Whether each of the last rows gives the bits that it gave in company. */
  private boolean sameAlone(Sequence sequence, float[] together, int asked, int width) {
    sequence.truncate(rows - asked);
    for (int row = 0; row < asked; row++) {
      Window window = window(sequence, rows - asked + row, 1, 1);
      float[] alone = lastRows(engine.step(List.of(window)).get(0), 1);
      if (!Arrays.equals(alone, 0, width, together, row * width, (row + 1) * width)) {
        return false;
      }
    }
    return true;
  }

  private Window window(Sequence sequence, int first, int count, int logitRows) {
    if (info.range().first() == 0) {
      int[] ids = new int[count];
      Arrays.setAll(ids, i -> (first + i) * 7919 % info.architecture().vocabulary());
      return Window.of(sequence, ids, logitRows);
    }
    int hidden = info.architecture().hidden();
    FloatBuffer states = FloatBuffer.allocate(count * hidden);
    for (int i = 0; i < count * hidden; i++) {
      states.put(i, (first * hidden + i) * 7919 % 2003 / 1001.5f - 1);
    }
    return new Window(sequence, new StageInput.Hidden(states, count), logitRows);
  }

  private static float[] lastRows(StepResult result, int count) {
    float[] values = new float[result.rows() * result.width()];
    result.values().get(0, values);
    return end(values, count * result.width());
  }

  private static float[] end(float[] values, int count) {
    return Arrays.copyOfRange(values, values.length - count, values.length);
  }

  private String name(String digest, String runtime, float[] values) {
    MessageDigest hash = Sha256.begin();
    String facts =
        String.join(
            "|",
            digest,
            info.range().first() + "-" + info.range().last(),
            info.precision().name(),
            "fp32",
            runtime);
    hash.update(facts.getBytes(StandardCharsets.UTF_8));
    for (float value : values) {
      int bits = Float.floatToRawIntBits(value);
      hash.update((byte) bits);
      hash.update((byte) (bits >> 8));
      hash.update((byte) (bits >> 16));
      hash.update((byte) (bits >> 24));
    }
    return HexFormat.of().formatHex(hash.digest()).substring(0, HEX_DIGITS);
  }
}
