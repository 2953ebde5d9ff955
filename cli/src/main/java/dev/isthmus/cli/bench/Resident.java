package dev.isthmus.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Peak resident memory of processes and of the processes that they start, as Linux counts it. */
public final class Resident implements AutoCloseable {

  private static final long INTERVAL_MILLIS = 100;

  private final Supplier<Map<String, ProcessHandle>> processes;
  private final Map<String, Long> peaks = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(Resident::thread);

  /**
   * @param processes by name, asked again and again
   */
  public Resident(Supplier<Map<String, ProcessHandle>> processes) {
    this.processes = processes;
    watcher.scheduleWithFixedDelay(this::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "resident");
    thread.setDaemon(true);
    return thread;
  }

  /** Bytes by name; what a process started stands under "name's child". */
  public Map<String, Long> peaks() {
    look();
    return new TreeMap<>(peaks);
  }

  private void look() {
    processes
        .get()
        .forEach(
            (name, process) -> {
              keep(name, process);
              process.descendants().forEach(child -> keep(name + "'s child", child));
            });
  }

  private void keep(String name, ProcessHandle process) {
    highWater(process.pid()).ifPresent(bytes -> peaks.merge(name, bytes, Math::max));
  }

  private static OptionalLong highWater(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return OptionalLong.empty(); // it ended meanwhile, or this is not Linux
    }
  }

  @Override
  public void close() {
    watcher.shutdownNow();
  }
}
