package dev.isthmus.local.stack;

import dev.isthmus.local.link.LinkProfile;
import dev.isthmus.local.process.ChildExit;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What to run and where.
 *
 * @param manifest a YAML file or a folder of them
 * @param home the checkout with the built modules
 * @param instance folder for everything that belongs to this stack
 * @param cache models and prepared weights, shared between stacks
 * @param wan the link between any two sites
 * @param closed sites that let nothing in: reached over streams that they hold to the hub's router
 * @param secured whether gRPC is mutual TLS, by certificates made at the start
 * @param kubeconfig of the cluster that the operator reads instead of the manifest; null: none
 * @param apiPort of the site nearest to users; 0: any free one
 * @param seed of the link's jitter and the choice of ports
 * @param environment added to every process of ours, for settings that tests need
 * @param exits is told when a process ends unasked
 */
public record StackSettings(
    Path manifest,
    Path home,
    Path instance,
    Path cache,
    LinkProfile wan,
    Set<String> closed,
    boolean secured,
    Path kubeconfig,
    int apiPort,
    long seed,
    Map<String, String> environment,
    Consumer<ChildExit> exits) {

  public StackSettings {
    manifest = manifest.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
    instance = instance.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
    closed = Set.copyOf(closed);
    environment = Map.copyOf(environment);
  }

  public StackSettings(
      Path manifest,
      Path home,
      Path instance,
      Path cache,
      LinkProfile wan,
      int apiPort,
      long seed) {
    this(
        manifest,
        home,
        instance,
        cache,
        wan,
        Set.of(),
        false,
        null,
        apiPort,
        seed,
        Map.of(),
        exit -> {});
  }

  /** With someone who is told when a process ends unasked. */
  public StackSettings onExit(Consumer<ChildExit> listener) {
    return new StackSettings(
        manifest,
        home,
        instance,
        cache,
        wan,
        closed,
        secured,
        kubeconfig,
        apiPort,
        seed,
        environment,
        listener);
  }

  /** With variables added to every process. */
  public StackSettings withEnvironment(Map<String, String> added) {
    return new StackSettings(
        manifest,
        home,
        instance,
        cache,
        wan,
        closed,
        secured,
        kubeconfig,
        apiPort,
        seed,
        added,
        exits);
  }

  /** With sites that let nothing in. */
  public StackSettings closing(Set<String> sites) {
    return new StackSettings(
        manifest,
        home,
        instance,
        cache,
        wan,
        sites,
        secured,
        kubeconfig,
        apiPort,
        seed,
        environment,
        exits);
  }

  /** With mutual TLS between agents and routers, or without. */
  public StackSettings securing(boolean grpc) {
    return new StackSettings(
        manifest,
        home,
        instance,
        cache,
        wan,
        closed,
        grpc,
        kubeconfig,
        apiPort,
        seed,
        environment,
        exits);
  }

  /** With an operator that reads a cluster's API server. */
  public StackSettings ofCluster(Path access) {
    return new StackSettings(
        manifest,
        home,
        instance,
        cache,
        wan,
        closed,
        secured,
        access,
        apiPort,
        seed,
        environment,
        exits);
  }
}
