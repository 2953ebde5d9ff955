package dev.isthmus.cli.up;

import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.local.link.LinkProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code isthmus up} is asked to start.
 *
 * @param closed sites that let nothing in
 * @param secured whether gRPC is mutual TLS
 * @param port of the API, 0 for any free one
 * @param kubeconfig of the cluster that has the resources; empty: the operator reads the manifest
 */
record Start(
    Manifest manifest,
    LinkProfile wan,
    Set<String> closed,
    boolean secured,
    int port,
    Optional<Path> kubeconfig) {

  /** The command line of a process that starts and supervises the same. */
  List<String> supervised() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "up",
                "--supervise",
                "-f",
                manifest.path().toString(),
                "--wan",
                wan.toString(),
                "--port",
                Integer.toString(port)));
    closed.forEach(site -> arguments.addAll(List.of("--nat", site)));
    if (!secured) {
      arguments.add("--plaintext");
    }
    kubeconfig.ifPresent(file -> arguments.addAll(List.of("--kubeconfig", file.toString())));
    return arguments;
  }
}
