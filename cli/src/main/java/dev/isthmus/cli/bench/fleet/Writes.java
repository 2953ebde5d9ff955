package dev.isthmus.cli.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a state folder and when each was written. */
record Writes(Map<Path, String> files) {

  static Writes in(Path folder) {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(it -> it.toString().endsWith(".yaml")).toList()) {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        files.put(file, now.fileKey() + " " + now.lastModifiedTime());
      }
    } catch (NoSuchFileException e) {
      return new Writes(files); // replaced while it was read; who waits looks again
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
    return new Writes(files);
  }

  /** How many files are new, gone, or written again. */
  long since(Writes before) {
    return Stream.concat(files.keySet().stream(), before.files.keySet().stream())
        .distinct()
        .filter(file -> !Objects.equals(files.get(file), before.files.get(file)))
        .count();
  }
}
