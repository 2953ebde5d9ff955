package dev.isthmus.cli.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a state folder and when each was written. */
record Writes(Map<Path, String> files) {

  private static final int LOOKS = 100;

  /** The operator replaces files while they are listed: then they are listed again. */
  static Writes in(Path folder) {
    UncheckedIOException last = null;
    for (int look = 0; look < LOOKS; look++) {
      try {
        return look(folder);
      } catch (UncheckedIOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static Writes look(Path folder) {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(it -> it.toString().endsWith(".yaml")).toList()) {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        files.put(file, now.fileKey() + " " + now.lastModifiedTime());
      }
      return new Writes(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many files are new, gone, or written again. */
  long since(Writes before) {
    return Stream.concat(files.keySet().stream(), before.files.keySet().stream())
        .distinct()
        .filter(file -> !Objects.equals(files.get(file), before.files.get(file)))
        .count();
  }
}
