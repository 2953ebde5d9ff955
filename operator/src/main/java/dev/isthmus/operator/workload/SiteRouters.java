package dev.isthmus.operator.workload;

import dev.isthmus.crds.site.Site;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A site's routers: a Deployment, and the Service at which applications and other sites ask. */
public final class SiteRouters {

  /** Streams that run end at the router that they began at: an upgrade waits for them. */
  private static final Duration DRAIN = Duration.ofMinutes(10);

  /** The router's own drain time, and some for its shutdown. */
  private static final int GRACE_SECONDS = (int) DRAIN.plusSeconds(30).toSeconds();

  private final WorkloadSettings settings;

  public SiteRouters(WorkloadSettings settings) {
    this.settings = settings;
  }

  /** Only a site whose nodes we run has its routers here. */
  private static boolean isHere(Site site) {
    return !site.getSpec().pools().isEmpty()
        && (site.getSpec().router() == null || site.getSpec().router().replicaCount() > 0);
  }

  public Optional<Deployment> deployment(Site site) {
    return isHere(site) ? Optional.of(deploymentOf(site)) : Optional.empty();
  }

  public Optional<Service> service(Site site) {
    return isHere(site) ? Optional.of(serviceOf(site)) : Optional.empty();
  }

  /** host:port at which other sites reach this one: what its spec says, else its Service's. */
  public Optional<String> address(Site site) {
    String given = site.getSpec().address();
    if (given != null) {
      return Optional.of(given);
    }
    return isHere(site) ? Optional.of(host(site) + ":" + PodForm.GRPC) : Optional.empty();
  }

  private String host(Site site) {
    return name(site) + "." + settings.namespace() + ".svc";
  }

  private static String name(Site site) {
    return site.getMetadata().getName() + "-router";
  }

  private ObjectMeta metadata(Site site) {
    return new ObjectMetaBuilder()
        .withNamespace(settings.namespace())
        .withName(name(site))
        .withLabels(SiteLabels.router(site.getMetadata().getName()))
        .build();
  }

  private Deployment deploymentOf(Site site) {
    String name = site.getMetadata().getName();
    Map<String, String> labels = SiteLabels.router(name);
    PodForm form = new PodForm(settings, name);
    int replicas = site.getSpec().router() == null ? 1 : site.getSpec().router().replicaCount();
    return new DeploymentBuilder()
        .withMetadata(metadata(site))
        .withNewSpec()
        .withReplicas(replicas)
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withNewMaxUnavailable(0)
        .withNewMaxSurge(1)
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(
            form.pod(
                    form.container("router", settings.routerImage(), variables(site))
                        .withResources(
                            PodForm.resources(
                                Map.of(
                                    "cpu", new Quantity("100m"), "memory", new Quantity("384Mi")),
                                Map.of("memory", new Quantity("512Mi"))))
                        .build(),
                    GRACE_SECONDS)
                .addToVolumes(PodForm.emptyDir(PodForm.DATA))
                .build())
        .endTemplate()
        .endSpec()
        .build();
  }

  private List<EnvVar> variables(Site site) {
    return List.of(
        PodForm.variable("ISTHMUS_ROUTER", "$(POD_NAME)"),
        PodForm.variable("ISTHMUS_ADVERTISED_ADDRESS", host(site) + ":" + PodForm.HTTP),
        PodForm.variable("ISTHMUS_SITE_ADDRESS", address(site).orElseThrow()),
        PodForm.variable("ISTHMUS_DRAIN_TIMEOUT", DRAIN.toString()),
        PodForm.variable("ISTHMUS_TRANSPORT", site.getSpec().onlyKafka() ? "kafka" : "grpc"),
        PodForm.variable("JDK_JAVA_OPTIONS", "-Xmx192m"));
  }

  private Service serviceOf(Site site) {
    return new ServiceBuilder()
        .withMetadata(metadata(site))
        .withNewSpec()
        .withSelector(SiteLabels.router(site.getMetadata().getName()))
        .addNewPort()
        .withName("http")
        .withPort(PodForm.HTTP)
        .withNewTargetPort("http")
        .endPort()
        .addNewPort()
        .withName("grpc")
        .withPort(PodForm.GRPC)
        .withNewTargetPort("grpc")
        .endPort()
        .endSpec()
        .build();
  }
}
