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

  /**
   * For one whose sites are next to one another, reach one another over mutual TLS, and serve at
   * any free port.
   */
  public static Builder of(Path manifest, Path home, Path instance, Path cache) {
    return new Builder(manifest, home, instance, cache);
  }

  /** What may be otherwise. */
  public static final class Builder {

    private final Path manifest;
    private final Path home;
    private final Path instance;
    private final Path cache;
    private LinkProfile wan = LinkProfile.NONE;
    private Set<String> closed = Set.of();
    private boolean secured = true;
    private Path kubeconfig;
    private int apiPort;
    private long seed;
    private Map<String, String> environment = Map.of();
    private Consumer<ChildExit> exits = exit -> {};

    private Builder(Path manifest, Path home, Path instance, Path cache) {
      this.manifest = manifest;
      this.home = home;
      this.instance = instance;
      this.cache = cache;
    }

    public Builder wan(LinkProfile link) {
      wan = link;
      return this;
    }

    /** Sites that let nothing in. */
    public Builder closing(Set<String> sites) {
      closed = sites;
      return this;
    }

    /** Mutual TLS between agents and routers, or none. */
    public Builder securing(boolean grpc) {
      secured = grpc;
      return this;
    }

    /** An operator that reads a cluster's API server. */
    public Builder ofCluster(Path access) {
      kubeconfig = access;
      return this;
    }

    public Builder apiPort(int port) {
      apiPort = port;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Variables that are added to every process. */
    public Builder environment(Map<String, String> added) {
      environment = added;
      return this;
    }

    /** Someone who is told when a process ends unasked. */
    public Builder onExit(Consumer<ChildExit> listener) {
      exits = listener;
      return this;
    }

    /** The settings. */
    public StackSettings build() {
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
          exits);
    }
  }
}
