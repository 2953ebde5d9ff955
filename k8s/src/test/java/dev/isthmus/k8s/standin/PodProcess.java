package dev.isthmus.k8s.standin;

import dev.isthmus.images.ImageRecipe;
import dev.isthmus.local.process.Backoff;
import dev.isthmus.local.process.ChildSpec;
import dev.isthmus.local.process.Supervisor;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The process of one pod, at a loopback address of its own. */
final class PodProcess {

  private static final int PROBE_MILLIS = 1_000;
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final Pod pod;
  private final String address;
  private final Supervisor supervisor = new Supervisor(Backoff.DEFAULT, exit -> {});

  /**
   * Starts it; it is started again where it ends by itself.
   *
   * @param variables the pod's
   * @param folder the pod's own
   * @param further variables that a kubelet would not give
   */
  PodProcess(PodVariables variables, ImageTree images, Path folder, Map<String, String> further)
      throws IOException {
    this.pod = variables.pod();
    this.address = variables.address();
    Container container = container();
    ImageRecipe recipe = images.recipe(container.getImage());
    PodPaths paths = new PodPaths(variables, container, images.home(container.getImage()), folder);
    Map<String, String> environment = new TreeMap<>(recipe.environment());
    environment.putAll(variables.of(container));
    environment.replaceAll((name, value) -> paths.here(value));
    further.forEach(
        (name, value) -> environment.merge(name, value, (one, more) -> one + " " + more));
    List<String> command = new ArrayList<>(recipe.entrypoint());
    command.addAll(container.getArgs());
    command.replaceAll(word -> word.equals("java") ? JAVA : paths.here(word));
    String name = pod.getMetadata().getName();
    supervisor.start(
        new ChildSpec(name, command, environment, folder.resolve("log"), folder.resolve("pid")));
  }

  private Container container() {
    return pod.getSpec().getContainers().get(0);
  }

  String address() {
    return address;
  }

  /** Asks it to end, and waits as long as its pod grants. */
  void end() {
    supervisor
        .child(pod.getMetadata().getName())
        .stop(Duration.ofSeconds(pod.getSpec().getTerminationGracePeriodSeconds()));
    supervisor.close();
  }

  /** Whether its readiness probe succeeds now. */
  boolean isReady() {
    Probe probe = container().getReadinessProbe();
    try {
      if (probe.getHttpGet() == null) {
        try (Socket socket = new Socket()) {
          socket.connect(
              new InetSocketAddress(address, port(probe.getTcpSocket().getPort())), PROBE_MILLIS);
          return true;
        }
      }
      int port = port(probe.getHttpGet().getPort());
      HttpURLConnection asked =
          (HttpURLConnection)
              URI.create("http://%s:%d%s".formatted(address, port, probe.getHttpGet().getPath()))
                  .toURL()
                  .openConnection();
      asked.setConnectTimeout(PROBE_MILLIS);
      asked.setReadTimeout(PROBE_MILLIS);
      return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  private int port(IntOrString port) {
    return container().getPorts().stream()
        .filter(it -> it.getName().equals(port.getStrVal()))
        .findFirst()
        .map(ContainerPort::getContainerPort)
        .orElseThrow();
  }
}
