package dev.isthmus.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes a folder away. */
public final class Clearing {

  private Clearing() {}

  /** The folder and all in it; nothing happens where it is not there. */
  public static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> below;
    try (Stream<Path> files = Files.walk(folder)) {
      below = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : below) {
      Files.delete(path);
    }
  }
}
