package dev.isthmus.operator.workload;

import dev.isthmus.crds.site.Pool;
import dev.isthmus.crds.site.PoolToleration;
import dev.isthmus.crds.site.Site;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A site's pools as StatefulSets: a pod's name is its node's id, and stays so. */
public final class AgentPools {

  /** The agent's own drain time, and some for its shutdown. */
  private static final int GRACE_SECONDS = 40;

  private static final long VOLUME_GROUP = 10_001L;

  private final WorkloadSettings settings;

  public AgentPools(WorkloadSettings settings) {
    this.settings = settings;
  }

  /** One for each pool. */
  public List<StatefulSet> of(Site site) {
    return site.getSpec().pools().stream()
        .map(pool -> pool(site.getMetadata().getName(), pool))
        .toList();
  }

  private StatefulSet pool(String site, Pool pool) {
    Map<String, String> labels = SiteLabels.agent(site, pool.name());
    String name = PodForm.name(site, pool);
    return new StatefulSetBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withNamespace(settings.namespace())
                .withName(name)
                .withLabels(labels)
                .build())
        .withNewSpec()
        .withServiceName(name)
        .withReplicas(pool.replicaCount())
        .withPodManagementPolicy("Parallel")
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(pod(site, pool))
        .endTemplate()
        .withVolumeClaimTemplates(claims(pool))
        .endSpec()
        .build();
  }

  private PodSpec pod(String site, Pool pool) {
    PodForm form = new PodForm(settings, site);
    PoolMemory memory = PoolMemory.of(pool);
    PodSpecBuilder pod =
        form.pod(
                form.container("agent", settings.agentImage(), variables(pool, memory))
                    .withResources(PodForm.resources(memory.requests(), memory.limits()))
                    .build(),
                GRACE_SECONDS)
            .withNodeSelector(pool.nodeSelector())
            .withTolerations(pool.tolerations().stream().map(AgentPools::toleration).toList());
    if (pool.storage() == null) {
      pod.addToVolumes(PodForm.emptyDir(PodForm.DATA));
    } else {
      pod.editSecurityContext().withFsGroup(VOLUME_GROUP).endSecurityContext();
    }
    return pod.build();
  }

  private static List<EnvVar> variables(Pool pool, PoolMemory memory) {
    List<EnvVar> variables = new ArrayList<>();
    variables.add(PodForm.variable("ISTHMUS_NODE", "$(POD_NAME)"));
    variables.add(PodForm.variable("ISTHMUS_POOL", pool.name()));
    variables.add(PodForm.field("POD_IP", "status.podIP"));
    variables.add(PodForm.variable("ISTHMUS_ADVERTISED_ADDRESS", "$(POD_IP):" + PodForm.GRPC));
    memory
        .modelBytes()
        .ifPresent(
            bytes -> variables.add(PodForm.variable("ISTHMUS_MEMORY", Long.toString(bytes))));
    memory
        .threads()
        .ifPresent(
            count -> variables.add(PodForm.variable("ISTHMUS_THREADS", Integer.toString(count))));
    variables.add(PodForm.variable("JDK_JAVA_OPTIONS", memory.javaOptions()));
    return variables;
  }

  private static Toleration toleration(PoolToleration given) {
    return new TolerationBuilder()
        .withKey(given.key())
        .withOperator(given.operator())
        .withValue(given.value())
        .withEffect(given.effect())
        .build();
  }

  private static List<PersistentVolumeClaim> claims(Pool pool) {
    if (pool.storage() == null) {
      return List.of();
    }
    return List.of(
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName(PodForm.DATA)
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .withNewResources()
            .withRequests(Map.of("storage", pool.storage()))
            .endResources()
            .endSpec()
            .build());
  }
}
