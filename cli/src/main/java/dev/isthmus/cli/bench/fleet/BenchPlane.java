package dev.isthmus.cli.bench.fleet;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.AtExit;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.local.stack.ControlPlane;
import dev.isthmus.local.stack.StackException;
import dev.isthmus.local.stack.StackSettings;
import java.nio.file.Path;

/** A control plane of the bench's own over a source; both end with it, the source last. */
final class BenchPlane implements AutoCloseable {

  private static final int HEAP_MEBIBYTES = 192;
  private static final long SEED = 20_260_102;

  private final FleetSource source;
  private final AtExit atExit = new AtExit("fleet-end", this::end);
  private ControlPlane plane;

  /** Nothing runs yet. */
  BenchPlane(FleetSource source) {
    this.source = source;
  }

  /**
   * @param folder of the bench
   * @param screen where it is said that a process ended unasked
   * @throws CliException where something is in the way, such as another one that runs
   */
  synchronized ControlPlane start(Path folder, Places places, Screen screen) {
    StackSettings.Builder settings =
        StackSettings.of(folder.resolve("manifests"), places.home(), folder, places.cache())
            .seed(SEED)
            .onExit(exit -> screen.note(exit.oneLine()));
    source.readBy(settings);
    try {
      plane = ControlPlane.start(settings.build(), HEAP_MEBIBYTES);
      return plane;
    } catch (StackException e) {
      throw new CliException(e.getMessage(), e);
    }
  }

  private synchronized void end() {
    if (plane != null) {
      plane.close();
    }
    source.close();
  }

  @Override
  public void close() {
    atExit.close();
  }
}
