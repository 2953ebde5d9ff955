package dev.isthmus.cli.cluster;

import dev.isthmus.cli.terminal.CliException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster a command looks at, where it looks at one. */
public final class ClusterOptions {

  private static final int PATIENCE_MILLIS = 10_000;

  @Option(
      names = "--kube",
      description = "The cluster of the kubeconfig's current context instead of this machine.")
  private boolean kube;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The cluster of another context of the kubeconfig. Implies --kube.")
  private String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: KUBECONFIG, or ~/.kube/config. Implies --kube.")
  private Path file;

  /** Whether a cluster was asked for. */
  public boolean isAsked() {
    return kube || context != null || file != null;
  }

  /**
   * The cluster that was asked for; nothing is asked of it yet.
   *
   * @param environment of this process
   * @throws CliException where there is no such kubeconfig or context
   */
  public Cluster connect(Map<String, String> environment) {
    Path found = kubeconfig(environment);
    Config config;
    try {
      config = Config.fromKubeconfig(context, found.toFile());
    } catch (RuntimeException e) { // whatever its YAML reader throws
      throw new CliException(found + " cannot be read as a kubeconfig: " + e.getMessage(), e);
    }
    String name = name(config, found);
    Config patient =
        new ConfigBuilder(config)
            .withConnectionTimeout(PATIENCE_MILLIS)
            .withRequestTimeout(PATIENCE_MILLIS)
            .withRequestRetryBackoffLimit(1)
            .build();
    return new Cluster(
        name, patient.getMasterUrl(), new KubernetesClientBuilder().withConfig(patient).build());
  }

  /**
   * Writes a kubeconfig that leads to the cluster that was asked for.
   *
   * @param to replaced where it is there; readable by this user alone
   */
  public void keep(Map<String, String> environment, Path to) {
    Path found = kubeconfig(environment);
    try (Cluster asked = connect(environment)) {
      OwnKubeconfig.write(found, asked.context(), to);
    }
  }

  /** The cluster of a kubeconfig that was kept. */
  public static Cluster connectKept(Path kubeconfig) {
    ClusterOptions options = new ClusterOptions();
    options.file = kubeconfig;
    return options.connect(Map.of());
  }

  private String name(Config config, Path found) {
    Optional<String> current =
        Optional.ofNullable(config.getCurrentContext()).map(it -> it.getName());
    if (context != null && !current.equals(Optional.of(context))) {
      throw new CliException(
          found + " has no context \"" + context + "\"; kubectl config get-contexts lists them");
    }
    return current.orElseThrow(
        () -> new CliException(found + " has no current context; name one with --context"));
  }

  private Path kubeconfig(Map<String, String> environment) {
    if (file != null) {
      if (!Files.isReadable(file)) {
        throw new CliException("--kubeconfig " + file + " cannot be read");
      }
      return file;
    }
    Path found =
        Optional.ofNullable(environment.get("KUBECONFIG"))
            .filter(path -> !path.isBlank())
            .map(path -> Path.of(path.split(File.pathSeparator)[0]))
            .orElse(Path.of(environment.getOrDefault("HOME", "."), ".kube", "config"));
    if (!Files.isReadable(found)) {
      throw new CliException(
          "there is no kubeconfig: "
              + found
              + " cannot be read; set KUBECONFIG, or name one with --kubeconfig");
    }
    return found;
  }
}
