package dev.isthmus.cli.up;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.local.stack.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code isthmus down}. */
@Command(
    name = "down",
    description =
        "Ends every process that isthmus up started, and removes what it made in a cluster. Models and logs stay.")
public final class DownCommand implements Callable<Integer> {

  private final Screen screen;
  private final Places places;

  public DownCommand(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() {
    Instance instance = new Instance(places.instance());
    screen.passing("ending");
    int ended = instance.endAll();
    try (InCluster left = InCluster.of(instance).orElse(null)) {
      if (left != null) { // its supervisor died before it could do so
        screen.note("removed %d resources from the cluster".formatted(left.remove()));
      }
    }
    if (ended == 0) {
      screen.note("nothing was running");
      return 0;
    }
    if (!instance.parts().isEmpty()) {
      throw new CliException(
          "these processes would not end: "
              + instance.parts().values().stream().map(ProcessHandle::pid).toList()
              + "; end them with kill -9");
    }
    screen.note("ended " + ended + (ended == 1 ? " process" : " processes"));
    return 0;
  }
}
