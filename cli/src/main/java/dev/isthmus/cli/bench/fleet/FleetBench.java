package dev.isthmus.cli.bench.fleet;

import dev.isthmus.cli.bench.Hardware;
import dev.isthmus.cli.bench.Resident;
import dev.isthmus.cli.cluster.ClusterOptions;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.terminal.OutputFormat;
import dev.isthmus.cli.terminal.Patience;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import dev.isthmus.local.simulate.SimulatedFleet;
import dev.isthmus.local.stack.ControlPlane;
import dev.isthmus.local.stack.Instance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code isthmus bench fleet}. */
@Command(
    name = "fleet",
    description = {
      "The operator and a broker, as processes, under a fleet of simulated agents and routers that speak the real Kafka"
          + " records: how long a first placement takes, and a change of a service until its assignment stands on Kafka"
          + " at one change a second; whether an hour's heartbeats, sent at once, cause a status to be written; the"
          + " operator's peak resident memory; and how long a killed operator takes to decide again.",
      "Resources come from a folder; with --kube from a cluster with our definitions and without an operator, such as one"
          + " made for the bench, from which they are taken away at the end."
    })
public final class FleetBench implements Callable<Integer> {

  private static final long CLOUD_NODE_BYTES = 2L << 30;
  private static final long EDGE_NODE_BYTES = 1L << 30;

  @Option(names = "--nodes", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(names = "--sites", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}.")
  private int sites;

  @Option(names = "--services", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
  private int services;

  @Option(
      names = "--changes",
      defaultValue = "100",
      description = "Services that are changed, one a second. Default: ${DEFAULT-VALUE}.")
  private int changes;

  @Option(
      names = "--heartbeats",
      defaultValue = "720",
      description =
          "Of each node, sent at once; 720 are an hour's, one every 5 s. Default: ${DEFAULT-VALUE}.")
  private int heartbeats;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "-o", description = "text or json. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.text;

  @Spec private CommandSpec spec;

  private final Screen screen;
  private final Places places;

  /**
   * @param places whose instance has the bench's own folder beside it
   */
  public FleetBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    Path folder = places.instance().resolveSibling("bench-fleet");
    FleetSource source = source(folder);
    Assigned assigned = new Assigned(System::nanoTime);
    try (BenchPlane bench = new BenchPlane(source)) {
      FleetManifests manifests = new FleetManifests(source, sites, services);
      screen.passing("writing the resources of %d services".formatted(services));
      manifests.write();
      ControlPlane plane = bench.start(folder, places, screen);
      try (Resident resident = new Resident(plane.instance()::parts);
          SimulatedFleet fleet =
              new SimulatedFleet(
                  plane.bootstrap(),
                  Duration.ofSeconds(5),
                  System.currentTimeMillis(),
                  System::nanoTime)) {
        fleet.onAssignment(assigned::take);
        populate(fleet, manifests);
        show(
            new FleetRun(plane, fleet, manifests, assigned, resident, screen, Patience.REAL)
                .measure(nodes, changes, heartbeats));
      }
    }
    return 0;
  }

  private FleetSource source(Path folder) {
    if (!cluster.isAsked()) {
      return FolderSource.clear(folder.resolve("manifests"), new Instance(folder).state());
    }
    Path kubeconfig = folder.resolveSibling("bench-fleet.kubeconfig");
    cluster.keep(System.getenv(), kubeconfig);
    return new ClusterSource(kubeconfig);
  }

  private void check() {
    if (sites < 2 || nodes < sites || services < 2 || changes < 1 || changes >= services) {
      throw new ParameterException(
          spec.commandLine(),
          "--nodes %d --sites %d --services %d --changes %d: a fleet needs two sites, a node at each site, two services, and fewer changes than services"
              .formatted(nodes, sites, services, changes));
    }
  }

  private void populate(SimulatedFleet fleet, FleetManifests manifests) {
    List<String> names = manifests.siteNames();
    for (String site : names) {
      fleet.router(site + "-router-0", site);
    }
    for (int n = 0; n < nodes; n++) {
      String site = names.get(n % names.size());
      fleet.agent(
          site + "-node-" + n / names.size(),
          site,
          site.startsWith("cloud") ? CLOUD_NODE_BYTES : EDGE_NODE_BYTES);
    }
  }

  private void show(FleetFigures figures) {
    if (format == OutputFormat.json) {
      screen.line(Json.show(figures));
      return;
    }
    screen.line(Hardware.line());
    screen.line(
        "%d nodes, %d sites, %d services"
            .formatted(figures.nodes(), figures.sites(), figures.services()));
    Table table = new Table("", "measured", "bar");
    table.row("first placement of all services", seconds(figures.firstPlacement()), "");
    table.row(
        "a change, until its assignment stands on Kafka: p50", seconds(figures.changeP50()), "");
    table.row(
        "p99 of %d, one a second".formatted(figures.changes()),
        seconds(figures.changeP99()),
        "5 s");
    table.row("worst", seconds(figures.changeWorst()), "");
    table.row(
        "%d heartbeats at once: statuses written".formatted(figures.heartbeats()),
        figures.heartbeatWrites(),
        "0");
    table.row("until they were taken in", seconds(figures.heartbeatMillis()), "");
    table.row(
        "a killed operator's start, until it has decided", seconds(figures.restart()), "30 s");
    table.row(
        "assignments that it wrote though nothing had changed", figures.restartAssignments(), "0");
    table.row("operator, peak resident", figures.operatorPeakMebibytes() + " MiB", "512 MB");
    table.lines().forEach(screen::line);
  }

  private static String seconds(double millis) {
    return String.format(Locale.ROOT, "%.2f s", millis / 1000);
  }
}
