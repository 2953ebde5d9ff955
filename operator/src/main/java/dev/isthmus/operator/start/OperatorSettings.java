package dev.isthmus.operator.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a person sets, as {@code isthmus.*}. */
@ConfigMapping(prefix = "isthmus")
interface OperatorSettings {

  /**
   * Where resources come from. Absent: the API server where the operator runs in a cluster, the
   * folder where one is named.
   */
  Optional<Source> source();

  Folder folder();

  @WithDefault("isthmus.")
  String topicPrefix();

  /** Partitions of topics that the operator makes. */
  @WithDefault("1")
  int topicPartitions();

  /** How often agents and routers beat; three missing ones make a node stale, ten unreachable. */
  @WithDefault("5s")
  Duration heartbeatInterval();

  /**
   * After it a role is withdrawn though sessions are open at its node; they are reopened elsewhere.
   */
  @WithDefault("10m")
  Duration drainTimeout();

  /** Where workloads and the lease are, in an API server; absent: the client's own namespace. */
  Optional<String> namespace();

  /** The name of this process for others; absent: a random one. */
  Optional<String> pod();

  Workload workload();

  /** What the pods of sites are made of. */
  interface Workload {
    @WithDefault("isthmus-agent")
    String agentImage();

    @WithDefault("isthmus-router")
    String routerImage();

    @WithDefault("IfNotPresent")
    String pullPolicy();

    /** Of agents and routers; absent: the namespace's default one. */
    Optional<String> serviceAccount();

    /** A ConfigMap in the operator's namespace whose keys every agent and router gets. */
    Optional<String> configMap();

    /** Secrets by which the images of agents and routers are pulled. */
    Optional<List<String>> pullSecrets();

    /** Secret with the certificate of the broker's authority, PEM. */
    Optional<String> caSecret();

    /** Its entry. */
    @WithDefault("ca.crt")
    String caKey();

    /** Whether each site has a Secret with its certificate for gRPC. */
    @WithDefault("false")
    boolean tls();
  }

  /** Kinds of sources. */
  enum Source {
    FOLDER("a folder"),
    KUBERNETES("an API server");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** The folder source. */
  interface Folder {
    /** A YAML file, or a folder of them. */
    Optional<Path> manifests();

    /** Where status and the operator's own objects are kept. */
    Optional<Path> state();
  }
}
