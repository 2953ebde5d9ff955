package dev.isthmus.cli.bench.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * The resources of a simulated fleet: sites without pools, of which the first fifth are cloud
 * sites; one model and its draft; and services that each verify at one cloud site and draft at one
 * edge site.
 */
record FleetManifests(FleetSource source, int sites, int services) {

  private static final int EDGES_PER_CLOUD = 4;

  private static final String MODELS =
      """
      apiVersion: isthmus.dev/v1alpha1
      kind: ModelPackage
      metadata: {name: smollm2, namespace: default}
      spec:
        source: {uri: "https://models.example/smollm2.gguf"}
        precisions: [Int4, Int8]
      ---
      apiVersion: isthmus.dev/v1alpha1
      kind: ModelPackage
      metadata: {name: smollm2-draft, namespace: default}
      spec:
        source: {uri: "https://models.example/smollm2-draft"}
      """;

  int cloudSites() {
    return Math.max(1, sites / (EDGES_PER_CLOUD + 1));
  }

  /** Names of all sites, cloud ones first. */
  List<String> siteNames() {
    List<String> names = new ArrayList<>();
    for (int n = 0; n < sites; n++) {
      names.add((n < cloudSites() ? "cloud-" : "edge-") + n);
    }
    return names;
  }

  /** Namespace and name of every service. */
  List<String> serviceKeys() {
    List<String> keys = new ArrayList<>();
    for (int n = 0; n < services; n++) {
      keys.add("default/" + name(n));
    }
    return keys;
  }

  /** All of them, each service with one verifier. */
  void write() {
    StringBuilder text = new StringBuilder();
    for (String site : siteNames()) {
      text.append(
          """
          apiVersion: isthmus.dev/v1alpha1
          kind: Site
          metadata:
            name: %s
            labels: {place: %s}
          spec: {tier: %s}
          ---
          """
              .formatted(site, site, site.startsWith("cloud") ? "Cloud" : "Edge"));
    }
    source.put("sites.yaml", text.append(MODELS).toString());
    for (int n = 0; n < services; n++) {
      service(n, 1);
    }
  }

  /** One service, with so many verifiers. */
  void service(int n, int replicas) {
    int edges = sites - cloudSites();
    source.put(
        name(n) + ".yaml",
        """
        apiVersion: isthmus.dev/v1alpha1
        kind: CollaborativeInferenceService
        metadata: {name: %s, namespace: default}
        spec:
          model: smollm2
          target:
            replicas: %d
            precision: Int4
            siteSelector: {matchLabels: {place: %s}}
          draft:
            model: smollm2-draft
            siteSelector: {matchLabels: {place: %s}}
        """
            .formatted(
                name(n),
                replicas,
                siteNames().get(n % cloudSites()),
                siteNames().get(edges == 0 ? 0 : cloudSites() + n % edges)));
  }

  private static String name(int n) {
    return "service-%03d".formatted(n);
  }
}
