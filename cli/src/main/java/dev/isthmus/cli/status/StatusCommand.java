package dev.isthmus.cli.status;

import dev.isthmus.cli.cluster.Cluster;
import dev.isthmus.cli.cluster.ClusterOptions;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.settings.StateCopy;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.terminal.OutputFormat;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.local.stack.Instance;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isthmus status}. */
@Command(
    name = "status",
    description = {
      "Says what runs: services with their conditions, sites with measured round trips, nodes and their roles, the"
          + " mode in force and its acceptance rate. With --kube, of a cluster.",
      "Exit code 0: every service is ready. 1: not all are, or nothing runs."
    })
public final class StatusCommand implements Callable<Integer> {

  @Option(
      names = "-o",
      paramLabel = "text|wide|json",
      description = "wide: more columns and the processes. json: everything.")
  private OutputFormat format = OutputFormat.text;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  private final Screen screen;
  private final Places places;

  public StatusCommand(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() {
    if (cluster.isAsked()) {
      return ofCluster();
    }
    Instance instance = new Instance(places.instance());
    Optional<Instance.Description> running = instance.running();
    if (running.isEmpty()) {
      if (format == OutputFormat.json) {
        screen.line("{}");
      }
      screen.note("nothing runs from " + places.instance() + "; isthmus up starts it");
      return 1;
    }
    return show(FleetStatus.of(running.get(), new StateFolder(instance.state()), instance));
  }

  private int ofCluster() {
    try (StateCopy copy = StateCopy.empty();
        Cluster asked = cluster.connect(System.getenv())) {
      StateFolder state = new StateFolder(copy.folder());
      asked.copy(state);
      FleetStatus fleet = FleetStatus.of(asked, state);
      if (fleet.services().isEmpty() && format != OutputFormat.json) {
        screen.note("cluster " + asked.context() + " has no CollaborativeInferenceService");
      }
      return show(fleet);
    }
  }

  private int show(FleetStatus fleet) {
    if (format == OutputFormat.json) {
      screen.line(Json.show(fleet));
    } else {
      new StatusPage(screen, format == OutputFormat.wide).show(fleet);
    }
    boolean ready =
        !fleet.services().isEmpty()
            && fleet.services().stream().allMatch(FleetStatus.Service::ready);
    return ready ? 0 : 1;
  }
}
