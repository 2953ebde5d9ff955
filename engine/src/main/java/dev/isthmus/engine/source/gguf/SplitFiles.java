package dev.isthmus.engine.source.gguf;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The further parts of a split GGUF file: model-00001-of-00003.gguf and so on. */
final class SplitFiles {

  private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");
  private static final int MOST = 10_000;

  private SplitFiles() {}

  static List<Path> others(Path first, Metadata metadata) {
    long count = metadata.integer("split.count", 1);
    if (count == 1 || count == 0) {
      return List.of();
    }
    Matcher name = PART.matcher(first.getFileName().toString());
    if (count < 0 || count > MOST || !name.matches() || Integer.parseInt(name.group(2)) != 1) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          first.getFileName()
              + ": is one of "
              + count
              + " parts; open the part that ends in -00001-of-"
              + String.format(Locale.ROOT, "%05d", count)
              + ".gguf.");
    }
    return IntStream.rangeClosed(2, (int) count)
        .mapToObj(
            part ->
                first.resolveSibling(
                    String.format(
                        Locale.ROOT, "%s-%05d-of-%s.gguf", name.group(1), part, name.group(3))))
        .toList();
  }
}
