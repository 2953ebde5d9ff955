package dev.isthmus.cli.bench;

import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.AtExit;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Experts;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.measure.Questions;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ModelTokenizer;
import dev.isthmus.engine.text.Tokenizer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;

/** A model that is run in this process, as an agent would run it. */
final class BenchModel implements AutoCloseable {

  private static final long KV_BYTES = 768L << 20;

  private final ModelSource source;
  private final Architecture architecture;
  private final Tokenizer tokenizer;
  private final Path cache;

  private BenchModel(ModelSource source, Path cache) {
    this.source = source;
    this.architecture = Families.architecture(source);
    this.tokenizer = ModelTokenizer.of(source.tokenizerJson());
    this.cache = cache;
  }

  /**
   * @param uri null: the first package of the quickstart
   */
  static BenchModel open(String uri, Screen screen, Places places) {
    Models models = new Models(screen, places, places.home(), System.getenv());
    if (uri != null) {
      return new BenchModel(models.open(uri, ""), places.cache());
    }
    Manifest.Model first = Manifest.read(places.quickstart()).models().get(0);
    return new BenchModel(models.open(first.uri(), first.digest()), places.cache());
  }

  /** Loads the whole model; its weights are prepared first where that was never done. */
  StepEngine load(Precision precision, int threads) {
    AtExit.withoutRuntimeHooks();
    return EngineLoader.load(
        source,
        architecture,
        new StageRange(0, architecture.layers()),
        precision,
        EngineOptions.of(cache, threads, KV_BYTES));
  }

  /** Null for a dense model. */
  Experts experts() {
    return architecture.experts();
  }

  String name() {
    return source.name();
  }

  /** The only file of the model, for others' programs. */
  Path file() {
    return source.files().iterator().next();
  }

  /** Ids that end an answer, ascending. */
  int[] stopIds() {
    return source.stopIds();
  }

  boolean ends(int token) {
    return Arrays.binarySearch(source.stopIds(), token) >= 0;
  }

  /** The ids of one question in the model's own template. */
  int[] prompt(String question) {
    return Questions.ids(source, tokenizer, Clock.systemUTC(), question);
  }

  @Override
  public void close() {
    tokenizer.close();
    source.close();
  }
}
