package dev.isthmus.engine.runtime;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.RememberedDigest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A fixture, loaded whole, and the bits it gives. */
public final class FixtureEngine implements AutoCloseable {

  private final StepEngine engine;

  public FixtureEngine(String fixture, Precision precision, Path cache, long kvBytes) {
    this(fixture, precision, EngineOptions.of(cache, 1, kvBytes).withContext(640));
  }

  public FixtureEngine(String fixture, Precision precision, EngineOptions options) {
    try (ModelSource source = source(fixture, options.cacheDir())) {
      Architecture model = Families.architecture(source);
      engine =
          EngineLoader.load(source, model, new StageRange(0, model.layers()), precision, options);
    }
  }

  /** The fixture's files. */
  public static ModelSource source(String fixture, Path cache) {
    return ModelSources.open(
        Path.of("src/test/resources/fixtures").resolve(fixture),
        new RememberedDigest(cache),
        ModelSources.Resolver.NONE);
  }

  /** An engine that was loaded elsewhere. */
  public FixtureEngine(StepEngine engine) {
    this.engine = engine;
  }

  public StepEngine engine() {
    return engine;
  }

  public static int[] tokens(int count, int salt) {
    int[] tokens = new int[count];
    Arrays.setAll(tokens, i -> 3 + (i * 31 + salt * 7 + i * i % 11) % 370);
    return tokens;
  }

  /** A session without rows. */
  public Sequence begin(int[] tokens, int limit) {
    Sequence sequence = ((Admission.Admitted) engine.admit(tokens, limit)).sequence();
    sequence.truncate(0);
    return sequence;
  }

  /** Logits of every row, the tokens fed in windows of these lengths, over and over. */
  public float[][] rows(int[] tokens, int... windows) {
    float[][] rows = new float[tokens.length][];
    try (Sequence sequence = begin(tokens, tokens.length)) {
      for (int at = 0, w = 0; at < tokens.length; w++) {
        int count = Math.min(windows[w % windows.length], tokens.length - at);
        int[] window = Arrays.copyOfRange(tokens, at, at + count);
        copy(engine.step(List.of(Window.of(sequence, window, count))).get(0), rows, at);
        at += count;
      }
      sequence.truncate(0);
    }
    return rows;
  }

  public static void copy(StepResult result, float[][] rows, int at) {
    for (int row = 0; row < result.rows(); row++) {
      rows[at + row] = new float[result.width()];
      result.values().get(row * result.width(), rows[at + row]);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
