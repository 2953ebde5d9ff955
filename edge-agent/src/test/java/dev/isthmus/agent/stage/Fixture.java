package dev.isthmus.agent.stage;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.RememberedDigest;
import java.nio.file.Path;
import java.util.Arrays;

/** A tiny model of the engine's tests, whole or in stages. */
final class Fixture {

  private static final Path FOLDER = Path.of("../engine/src/test/resources/fixtures");
  private static final long KV = 16 << 20;
  private static final int CONTEXT = 640;

  private final String name;
  private final Precision precision;
  private final Path cache;

  Fixture(String name, Precision precision, Path cache) {
    this.name = name;
    this.precision = precision;
    this.cache = cache;
  }

  int layers() {
    try (ModelSource source = open()) {
      return Families.architecture(source).layers();
    }
  }

  StepEngine stage(int first, int last) {
    try (ModelSource source = open()) {
      Architecture model = Families.architecture(source);
      return EngineLoader.load(
          source,
          model,
          new StageRange(first, last),
          precision,
          EngineOptions.of(cache, 1, KV).withContext(CONTEXT));
    }
  }

  private ModelSource open() {
    return ModelSources.open(
        FOLDER.resolve(name), new RememberedDigest(cache), ModelSources.Resolver.NONE);
  }

  static int[] tokens(int count, int salt) {
    int[] tokens = new int[count];
    Arrays.setAll(tokens, i -> 3 + (i * 31 + salt * 7 + i * i % 11) % 370);
    return tokens;
  }
}
