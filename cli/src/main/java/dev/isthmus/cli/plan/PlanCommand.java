package dev.isthmus.cli.plan;

import dev.isthmus.cli.cluster.Cluster;
import dev.isthmus.cli.cluster.ClusterOptions;
import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.settings.StateCopy;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.terminal.OutputFormat;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.up.Machine;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.site.Site;
import dev.isthmus.local.stack.Instance;
import dev.isthmus.operator.plan.DryRun;
import dev.isthmus.operator.source.folder.AppliedCopy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isthmus plan}. */
@Command(
    name = "plan",
    description = {
      "Says what the operator would do if a manifest were applied, and does nothing: roles and stages for each node,"
          + " predicted times, memory, bytes to move, and what lost and why.",
      "It plans over what runs from this state folder, or over a cluster with --kube; where nothing runs, over the nodes"
          + " of the manifest's pools.",
      "Exit code 0: every service can be placed. 1: not all can."
    })
public final class PlanCommand implements Callable<Integer> {

  @Option(
      names = "-f",
      required = true,
      paramLabel = "FILE",
      description = "A YAML file, or a folder of them.")
  private Path manifests;

  @Option(names = "--diff", description = "Only what would change against the plan in force.")
  private boolean diff;

  @Option(
      names = "--fleet",
      paramLabel = "N",
      description = "Adds N simulated nodes, spread over the sites: a fleet to try on a laptop.")
  private int simulated;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Makes the simulated nodes; the same seed, the same fleet. Default: 1.")
  private long seed;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "-o", paramLabel = "text|json", description = "json: a list of objects.")
  private OutputFormat format = OutputFormat.text;

  private final Screen screen;
  private final Places places;

  public PlanCommand(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() {
    if (simulated < 0 || simulated > 100_000) {
      throw new CliException("--fleet is " + simulated + "; it lies in 0 to 100000");
    }
    try (StateCopy copy = state()) {
      List<PlanReport> reports = reports(applied(copy));
      if (format == OutputFormat.json) {
        screen.line(Json.show(reports));
      } else {
        reports.forEach(new PlanPage(screen, diff)::show);
      }
      return reports.stream().allMatch(PlanReport::isFeasible) ? 0 : 1;
    }
  }

  private StateCopy state() {
    if (!cluster.isAsked()) {
      return StateCopy.of(new Instance(places.instance()).state());
    }
    StateCopy copy = StateCopy.empty();
    try (Cluster asked = cluster.connect(System.getenv())) {
      asked.copy(new StateFolder(copy.folder()));
      return copy;
    } catch (CliException e) {
      copy.close();
      throw e;
    }
  }

  private AppliedCopy applied(StateCopy copy) {
    try {
      return new AppliedCopy(
          manifests,
          new StateFolder(copy.folder()),
          Clock.systemUTC(),
          () -> UUID.randomUUID().toString());
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage(), e);
    }
  }

  private List<PlanReport> reports(AppliedCopy resources) {
    List<CollaborativeInferenceService> services =
        resources.applied(CollaborativeInferenceService.class);
    if (services.isEmpty()) {
      throw new CliException(manifests + ": there is no CollaborativeInferenceService to plan");
    }
    List<Site> sites = resources.list(Site.class);
    if (sites.isEmpty()) {
      throw new CliException(
          manifests
              + ": there is no Site, and "
              + (cluster.isAsked()
                  ? "none in the cluster"
                  : "nothing runs from " + places.instance())
              + "; add one"
              + (cluster.isAsked() ? "" : ", or start isthmus up"));
    }
    PackageFacts facts =
        new PackageFacts(new Models(screen, places, places.home(), System.getenv()));
    DryRun.unknown(resources).forEach(model -> resources.inspected(model, facts.of(model)));
    DryRun run =
        new DryRun(
            resources,
            new ImaginedFleet(sites, simulated, seed, Machine.here().totalMemory() / 4 * 3));
    return run.plan(services).stream()
        .map(proposal -> PlanReport.of(proposal, run.fleet()))
        .toList();
  }
}
