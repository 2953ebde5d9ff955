package dev.isthmus.cli.up;

import dev.isthmus.cli.cluster.ClusterOptions;
import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Patience;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.local.link.LinkProfile;
import dev.isthmus.local.process.ChildExit;
import dev.isthmus.local.stack.Instance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isthmus up}. */
@Command(
    name = "up",
    description = {
      "Starts everything that a manifest declares as processes of this machine: broker, operator, an agent for each"
          + " node, a router for each site, and the link between the sites. Waits until it serves.",
      "With --kube the resources go to a cluster, the sites without pools and routers; the operator reads them there, and"
          + " its agents and routers join from this machine. Definitions must be there; isthmus down removes what was"
          + " made.",
      "Ctrl-C ends all of it; with --detach, isthmus down does."
    })
public final class UpCommand implements Callable<Integer> {

  private static final double SECOND = 1e9;

  @Option(
      names = "-f",
      paramLabel = "MANIFEST",
      description = "YAML file or folder. Default: k8s/samples/quickstart.yaml.")
  private Path manifestPath;

  @Option(
      names = "--wan",
      paramLabel = "40ms[,jitter=5ms][,rate=20mbit]",
      converter = WanOption.class,
      description = "Round trip, its jitter and the rate between any two sites. Default: none.")
  private LinkProfile wan = LinkProfile.NONE;

  @Option(
      names = "--nat",
      paramLabel = "SITE",
      split = ",",
      description =
          "A site that lets nothing in, as behind a NAT: it is reached over streams that it holds to the"
              + " broker's site. May be given several times.")
  private Set<String> closed = Set.of();

  @Option(
      names = "--plaintext",
      description =
          "Agents and routers reach one another in the clear, where they have mutual TLS otherwise, by"
              + " certificates of each site that are made for this run.")
  private boolean plaintext;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--detach", description = "Returns when it serves, and leaves it running.")
  private boolean detach;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port of the API, 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long to wait until it serves. Default: ${DEFAULT-VALUE}.")
  private long timeoutSeconds;

  @Option(names = "--rebuild", description = "Builds again before starting.")
  private boolean rebuild; // the launcher has done it when this runs

  @Option(names = "--supervise", hidden = true)
  private boolean supervise;

  private final Screen screen;
  private final Places places;

  public UpCommand(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws Exception {
    Instance instance = new Instance(places.instance());
    Manifest manifest =
        Manifest.read(
            manifestPath == null ? places.quickstart() : manifestPath.toAbsolutePath().normalize());
    if (supervise) {
      Running.start(start(manifest, instance), places, this::ended).await();
      return 0;
    }
    refuseSecond(instance);
    Preflight.here().check(manifest, places, port);
    long begun = System.nanoTime();
    if (cluster.isAsked()) {
      cluster.keep(System.getenv(), InCluster.kubeconfig(instance));
    }
    Start start = start(manifest, instance);
    fetch(manifest);
    if (detach) {
      leaveRunning(start, instance, begun);
    } else {
      runHere(start, instance, begun);
    }
    return 0;
  }

  private Start start(Manifest manifest, Instance instance) {
    return new Start(
        manifest,
        wan,
        closed,
        !plaintext,
        port,
        cluster.isAsked() ? Optional.of(InCluster.kubeconfig(instance)) : Optional.empty());
  }

  private void runHere(Start start, Instance instance, long begun) throws InterruptedException {
    screen.passing("starting broker, operator, agents and routers");
    Running running = Running.start(start, places, this::ended);
    try {
      readiness(instance).await(start.manifest().services(), running, limit());
    } catch (CliException e) {
      running.end();
      throw e;
    }
    greet(start.manifest(), instance, begun);
    screen.note("Ctrl-C ends it.");
    running.await();
  }

  private void leaveRunning(Start start, Instance instance, long begun)
      throws InterruptedException {
    screen.passing("starting broker, operator, agents and routers");
    Detached supervisor = Detached.start(places, start.supervised());
    try {
      readiness(instance).await(start.manifest().services(), supervisor, limit());
    } catch (CliException e) {
      supervisor.end();
      throw e;
    }
    greet(start.manifest(), instance, begun);
  }

  private void greet(Manifest manifest, Instance instance, long begun) {
    Instance.Description running =
        instance.running().orElseThrow(() -> new CliException("it ended just after its start"));
    Greeting.show(screen, running, manifest.services(), (System.nanoTime() - begun) / SECOND);
  }

  private void fetch(Manifest manifest) {
    Models models = new Models(screen, places, places.home(), System.getenv());
    for (Manifest.Model model : manifest.models()) {
      models.fetch(model.uri(), model.digest());
    }
  }

  private Readiness readiness(Instance instance) {
    return new Readiness(new StateFolder(instance.state()), screen, Patience.REAL);
  }

  private Duration limit() {
    return Duration.ofSeconds(timeoutSeconds);
  }

  private void ended(ChildExit exit) {
    screen.note(exit.oneLine());
  }

  private static void refuseSecond(Instance instance) {
    instance
        .running()
        .ifPresent(
            it -> {
              throw new CliException(
                  "Isthmus runs already (pid %d, %s); isthmus down ends it"
                      .formatted(it.supervisor().pid(), it.endpoint()));
            });
  }
}
