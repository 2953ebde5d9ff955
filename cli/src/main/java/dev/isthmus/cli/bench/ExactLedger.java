package dev.isthmus.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code bench exact} has asked so far, one line of JSON for each run, so that a grid of hours
 * goes on where it was broken off. A line that was half written is asked again.
 */
final class ExactLedger {

  private static final ObjectWriter LINE =
      Json.mapper().writer().without(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final Map<String, Run> runs = new LinkedHashMap<>();

  /**
   * One run over all questions.
   *
   * @param name what was asked, how, and of what: equal names have equal answers
   * @param texts in the questions' order
   */
  record Run(String name, List<String> texts, long drafted, long accepted) {}

  /**
   * @throws CliException where the file cannot be read
   */
  ExactLedger(Path file) {
    this.file = file;
    try {
      for (String line : Files.readAllLines(file)) {
        try {
          Run run = Json.mapper().readValue(line, Run.class);
          runs.put(run.name(), run);
        } catch (JsonProcessingException e) {
          continue; // the process ended while it wrote
        }
      }
    } catch (NoSuchFileException e) {
      // nothing was asked yet
    } catch (IOException e) {
      throw new CliException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  int size() {
    return runs.size();
  }

  Optional<Run> find(String name) {
    return Optional.ofNullable(runs.get(name));
  }

  void keep(Run run) {
    runs.put(run.name(), run);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          LINE.writeValueAsString(run) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new CliException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  void forget() {
    runs.clear();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new CliException(file + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
