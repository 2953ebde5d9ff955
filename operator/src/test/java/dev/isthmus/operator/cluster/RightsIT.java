package dev.isthmus.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.SiteSpec;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedFleet;
import dev.isthmus.operator.fleet.OperatorRun;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped operator under its shipped roles: it asks for all that they grant, and nothing else.
 */
class RightsIT {

  private static final long GIB = 1L << 30;
  private static final String USER = Cluster.OPERATOR.name();

  @Test
  void theRolesGrantExactlyWhatTheOperatorAsksFor(@TempDir Path folder) {
    EmbeddedKafkaBroker broker =
        new EmbeddedKafkaBroker().withNodeId(0).withDeleteLogDirsOnClose(true).start();
    String bootstrap = broker.getAdvertisedListeners().split(",")[0].replaceFirst("^.*://", "");
    try (Cluster cluster = new Cluster(folder);
        SimulatedFleet fleet = OperatorRun.fleet(bootstrap);
        OperatorRun operator = cluster.operator(bootstrap)) {
      fleet.agent("cloud-cpu-0", "cloud", GIB);
      SimulatedAgent edge = fleet.agent("edge-cpu-0", "edge", GIB / 2).of("cpu");
      fleet.router("edge-router-0", "edge");
      fleet.router("cloud-router-0", "cloud");

      cluster.apply(Path.of("..", "k8s", "samples", "quickstart.yaml"));
      operator.await("Ready", () -> cluster.holds("chat", "Ready"));
      operator.await("the edge's router", () -> cluster.router("edge-router") != null);
      withoutWorkloads(cluster, "edge");
      operator.await("the edge's router goes", () -> cluster.router("edge-router") == null);
      edge.leave();
      operator.await(
          "the edge's node says so",
          () ->
              cluster
                  .node("edge-cpu-0")
                  .getStatus()
                  .conditions()
                  .get(0)
                  .reason()
                  .equals("Leaving"));
      edge.silence();
      operator.await("the edge's node goes", () -> cluster.node("edge-cpu-0") == null);
      cluster.client().resource(cluster.service("chat")).delete();
      operator.await(
          "the plans go",
          () -> cluster.client().resources(PlacementPlan.class).list().getItems().isEmpty());

      Set<String> granted = Rights.granted(Rights.roles("default"));
      // the Operator SDK looks for it in its own rights at the start, and patches
      granted.remove("update leases.coordination.k8s.io");
      assertThat(Rights.asked(log(cluster), USER)).isEqualTo(granted);
    } finally {
      broker.close();
    }
  }

  private static Path log(Cluster cluster) {
    return cluster.server().auditLog();
  }

  private static void withoutWorkloads(Cluster cluster, String site) {
    cluster
        .client()
        .resources(Site.class)
        .withName(site)
        .edit(
            found -> {
              SiteSpec spec = found.getSpec();
              found.setSpec(
                  new SiteSpec(
                      spec.tier(),
                      spec.address(),
                      spec.transport(),
                      spec.cordoned(),
                      spec.allowedNamespaces(),
                      spec.dataClasses(),
                      List.of(),
                      null));
              return found;
            });
  }
}
