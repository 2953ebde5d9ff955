package dev.isthmus.k8s.standin;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A file of names of Services and the addresses behind them, which Java reads instead of DNS. */
final class PodNames {

  private final Path file;
  private List<String> written = List.of();

  PodNames(Path file) {
    this.file = file;
  }

  /** What a JVM is told, so that it asks this file, and soon asks again. */
  String javaOptions() {
    return "-Djdk.net.hosts.file=%s -Dsun.net.inetaddr.ttl=1 -Dnetworkaddress.cache.ttl=1"
        .formatted(file);
  }

  /**
   * A Service's name leads to what is ready behind it; as long as nothing is, to all that runs, for
   * a name in DNS is there from the Service's beginning.
   *
   * @param addresses of pods that run, by uid
   * @param ready uids of those whose probe succeeds
   */
  void write(
      Collection<Service> services,
      Collection<Pod> pods,
      Map<String, String> addresses,
      Collection<String> ready)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("127.0.0.1 localhost"));
    for (Service service : services) {
      List<String> behind =
          pods.stream()
              .filter(pod -> isBehind(pod, service))
              .map(pod -> pod.getMetadata().getUid())
              .filter(addresses::containsKey)
              .toList();
      List<String> open = behind.stream().filter(ready::contains).toList();
      for (String uid : open.isEmpty() ? behind : open) {
        lines.add(addresses.get(uid) + " " + String.join(" ", names(service)));
      }
    }
    if (!lines.equals(written)) {
      Path fresh = file.resolveSibling("names.new");
      Files.write(fresh, lines);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = lines;
    }
  }

  static boolean isBehind(Pod pod, Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    return selector != null
        && !selector.isEmpty()
        && pod.getMetadata().getNamespace().equals(service.getMetadata().getNamespace())
        && pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet());
  }

  private static List<String> names(Service service) {
    String name = service.getMetadata().getName();
    String inNamespace = name + "." + service.getMetadata().getNamespace();
    return List.of(name, inNamespace, inNamespace + ".svc", inNamespace + ".svc.cluster.local");
  }
}
