package dev.isthmus.engine.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
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
   * @param prepared the directory of the prepared stage
   */
  public RememberedQuality(Path prepared) {
    this.file = prepared.resolve("quality.json");
  }

  /** What was measured over so many tokens or more; empty where nothing readable was. */
  public Optional<Quality> over(int tokens) {
    try {
      Quality known = JSON.readValue(file.toFile(), Quality.class);
      return known.tokens() >= tokens ? Optional.of(known) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public void remember(Quality quality) {
    Path fresh = file.resolveSibling("quality.json.new");
    try {
      Files.write(fresh, JSON.writeValueAsBytes(quality));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
