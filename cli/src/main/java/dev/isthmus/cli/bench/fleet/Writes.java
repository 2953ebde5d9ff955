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

/**
 * Resources, and which version of each was written last.
 *
 * @param versions by whatever tells resources apart
 */
record Writes(Map<String, String> versions) {

  private static final int LOOKS = 100;

  /**
   * The files of a state folder. The operator replaces files while they are listed: then they are
   * listed again.
   */
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
    Map<String, String> versions = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(it -> it.toString().endsWith(".yaml")).toList()) {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        versions.put(file.toString(), now.fileKey() + " " + now.lastModifiedTime());
      }
      return new Writes(versions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many resources are new, gone, or written again. */
  long since(Writes before) {
    return Stream.concat(versions.keySet().stream(), before.versions.keySet().stream())
        .distinct()
        .filter(it -> !Objects.equals(versions.get(it), before.versions.get(it)))
        .count();
  }
}
