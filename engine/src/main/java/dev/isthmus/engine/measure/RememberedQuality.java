package dev.isthmus.engine.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.source.ModelSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A precision's quality, kept beside its prepared weights so that a machine measures it once. */
public final class RememberedQuality {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  /**
   * @param asked positions that were to be compared; answers may have been too short for so many
   */
  private record Entry(int asked, Quality quality) {}

  /**
   * @param prepared the directory of the prepared stage, which need not be there
   */
  RememberedQuality(Path prepared) {
    this.file = prepared.resolve("quality.json");
  }

  /** Of a whole model in a precision; its weights need not be prepared yet. */
  public static RememberedQuality of(
      ModelSource source, Architecture architecture, Precision precision, EngineOptions options) {
    StageRange whole = new StageRange(0, architecture.layers());
    return new RememberedQuality(
        EngineLoader.directory(source, architecture, whole, precision, options));
  }

  /**
   * What was measured where so many positions or more were to be compared; empty where nothing
   * readable was.
   */
  public Optional<Quality> over(int tokens) {
    try {
      Entry known = JSON.readValue(file.toFile(), Entry.class);
      return known.asked() >= tokens ? Optional.of(known.quality()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * @param asked positions that were to be compared
   */
  void remember(int asked, Quality quality) {
    Path fresh = file.resolveSibling("quality.json.new");
    try {
      Files.write(fresh, JSON.writeValueAsBytes(new Entry(asked, quality)));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
