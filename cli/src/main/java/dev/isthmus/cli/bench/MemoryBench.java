package dev.isthmus.cli.bench;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import dev.isthmus.local.stack.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus bench memory}. */
@Command(
    name = "memory",
    description = {
      "Peak resident memory of every process: first with a few long sessions, then with many streams through the"
          + " router. Linux only.",
      "With --fresh, weights are prepared anew, and the process that prepares them is listed too."
    })
final class MemoryBench implements Callable<Integer> {

  private static final long MIB = 1 << 20;

  @Option(names = "--precision", defaultValue = "Int8", description = "Default: ${DEFAULT-VALUE}.")
  private String precision;

  @Option(names = "--sessions", defaultValue = "4", description = "Default: ${DEFAULT-VALUE}.")
  private int sessions;

  @Option(
      names = "--tokens",
      defaultValue = "512",
      description = "Of each session, its question included. Default: ${DEFAULT-VALUE}.")
  private int tokens;

  @Option(names = "--streams", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
  private int streams;

  @Option(
      names = "--memory",
      description = {
        "What the verifier's node has for weights and KV, such as 512Mi. Where that holds the weights only once,"
            + " they are not loaded a second time for lone sessions. Default: as the sample says."
      })
  private String memory;

  @Option(names = "--fresh", description = "Prepares weights in a cache of its own.")
  private boolean fresh;

  private final Screen screen;
  private final Places places;

  MemoryBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.isReadable(Path.of("/proc/self/status"))) {
      throw new CliException("bench memory reads /proc, which this system lacks");
    }
    screen.line(Hardware.line());
    Places used = fresh ? withFreshCache() : places;
    Instance instance = new Instance(BenchStack.folder(used));
    ManifestVariant manifest = ManifestVariant.of(used.quickstart()).precision(precision);
    if (memory != null) {
      manifest.cloudMemory(memory);
    }
    try (Resident resident = new Resident(instance::parts);
        BenchStack bench =
            BenchStack.start(
                manifest.write(BenchStack.folder(used).resolve("manifests"), "memory"),
                screen,
                used)) {
      Volley volley = new Volley(bench.client(), screen);
      volley.answers(stories(), sessions, "%d sessions of %d tokens".formatted(sessions, tokens));
      Map<String, Long> after = resident.peaks();
      volley.answers(many(), streams, streams + " streams");
      show(after, resident.peaks());
    }
    return 0;
  }

  private List<Ask> stories() {
    List<Ask> questions = new ArrayList<>();
    for (String prompt : Prompts.first(sessions)) {
      String question = "Tell a very long and detailed story about this: " + prompt;
      questions.add(new Ask(question, 1, 1, 5, tokens - 64, "edge-draft"));
    }
    return questions;
  }

  private List<Ask> many() {
    return Prompts.first(streams).stream().map(it -> Ask.greedy(it, 32, "cloud")).toList();
  }

  private void show(Map<String, Long> sessionsPeaks, Map<String, Long> streamsPeaks) {
    Table table =
        new Table(
            "process",
            "peak after %d sessions of %d tokens".formatted(sessions, tokens),
            "peak after %d streams".formatted(streams));
    streamsPeaks.forEach(
        (name, bytes) -> table.row(name, mib(sessionsPeaks.get(name)), mib(bytes)));
    table.lines().forEach(screen::line);
  }

  private static String mib(Long bytes) {
    return bytes == null ? null : bytes / MIB + " MiB";
  }

  /** The fetched models, without what was prepared from them. */
  private Places withFreshCache() {
    Path cache = BenchStack.folder(places).resolveSibling("bench-cache");
    Path models = places.cache().resolve("models");
    try {
      Clearing.clear(cache);
      try (Stream<Path> files = Files.walk(models)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = cache.resolve("models").resolve(models.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new CliException(cache + " cannot be filled: " + e.getMessage(), e);
    }
    return new Places(places.home(), places.instance(), cache);
  }
}
