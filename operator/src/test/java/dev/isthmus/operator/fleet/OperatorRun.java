package dev.isthmus.operator.fleet;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.simulate.SimulatedFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The operator as it is shipped, in a process of its own. */
public final class OperatorRun implements AutoCloseable {

  private final Path root;
  private final Process process;

  /** With a folder of manifests as its source. */
  public OperatorRun(Path root, String bootstrap) {
    this(
        root,
        bootstrap,
        Map.of(),
        "-Disthmus.source=folder",
        "-Disthmus.folder.manifests=" + root.resolve("manifests"),
        "-Disthmus.folder.state=" + root.resolve("state"));
  }

  /** With an API server as its source. */
  public static OperatorRun cluster(Path root, String bootstrap, Path kubeconfig) {
    return new OperatorRun(
        root,
        bootstrap,
        Map.of("KUBECONFIG", kubeconfig.toString()),
        "-Disthmus.source=kubernetes");
  }

  /** Heartbeats are expected every 2 s and come far more often, whatever else the machine does. */
  private OperatorRun(
      Path root, String bootstrap, Map<String, String> environment, String... settings) {
    this.root = root;
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-Disthmus.heartbeat-interval=2s",
                "-Dkafka.bootstrap.servers=" + bootstrap));
    command.addAll(List.of(settings));
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(root.resolve("operator.log").toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Agents and routers beside it, heard 20 times a second. */
  public static SimulatedFleet fleet(String bootstrap) {
    return new SimulatedFleet(bootstrap, Duration.ofMillis(50), 1_000, System::nanoTime);
  }

  public Process process() {
    return process;
  }

  public StateFolder state() {
    return new StateFolder(root.resolve("state"));
  }

  /** A condition of the service, as {@code status/reason}. */
  public String condition(String service, String type) {
    return state()
        .get(CollaborativeInferenceService.class, "default", service)
        .filter(found -> found.getStatus() != null)
        .flatMap(found -> found.getStatus().condition(type))
        .map(Condition::toString)
        .orElse("none");
  }

  public boolean holds(String service, String type) {
    return state()
        .get(CollaborativeInferenceService.class, "default", service)
        .filter(found -> found.getStatus() != null)
        .flatMap(found -> found.getStatus().condition(type))
        .filter(Condition::holds)
        .isPresent();
  }

  public String reason(String service, String type) {
    return state()
        .get(CollaborativeInferenceService.class, "default", service)
        .filter(found -> found.getStatus() != null)
        .flatMap(found -> found.getStatus().condition(type))
        .map(Condition::reason)
        .orElse("none");
  }

  /** Waits for something to become true. */
  public void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in time: " + what + "\n" + log());
      }
      LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
    }
  }

  /** The last lines of its log. */
  public String log() {
    try {
      List<String> lines = Files.readAllLines(root.resolve("operator.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** As kill -9. */
  public void kill() {
    process.destroyForcibly();
    end();
  }

  @Override
  public void close() {
    process.destroy();
    end();
  }

  private void end() {
    try {
      if (!process.waitFor(180, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the operator does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
