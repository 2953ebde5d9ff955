package dev.isthmus.operator.workload;

import dev.isthmus.crds.site.Pool;
import dev.isthmus.operator.workload.WorkloadSettings.SecretKey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What agents' and routers' pods have in common: a restricted pod with a read-only root. */
final class PodForm {

  static final int HTTP = 8080;
  static final int GRPC = 9090;
  static final String DATA = "data";

  private static final String TMP = "tmp";

  /** A service is Ready once a router serves it; its Service is to follow at once. */
  private static final int READY_SECONDS = 2;

  private static final int STARTUP_TRIES = 150;
  private static final int STARTUP_SECONDS = 2;

  private static final SortedMap<String, String> IDENTITY =
      new TreeMap<>(
          Map.of(
              "KAFKA_SASL_JAAS_CONFIG", "sasl.jaas.config",
              "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN", "user.crt",
              "KAFKA_SSL_KEYSTORE_KEY", "user.key"));

  private static final String TLS = "tls";
  private static final String CERTIFICATES = "/etc/isthmus/tls/";

  /** Files as cert-manager's Secrets, and those of type kubernetes.io/tls, have them. */
  private static final SortedMap<String, String> CERTIFICATE =
      new TreeMap<>(
          Map.of(
              "ISTHMUS_TLS_CERT", "tls.crt",
              "ISTHMUS_TLS_KEY", "tls.key",
              "ISTHMUS_TLS_CA", "ca.crt"));

  private final WorkloadSettings settings;
  private final String site;

  PodForm(WorkloadSettings settings, String site) {
    this.settings = settings;
    this.site = site;
  }

  /**
   * @param graceSeconds how long it may take to end
   */
  PodSpecBuilder pod(Container container, int graceSeconds) {
    return new PodSpecBuilder()
        .withImagePullSecrets(
            settings.pullSecrets().stream().map(LocalObjectReference::new).toList())
        .withServiceAccountName(settings.serviceAccount().orElse(null))
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds((long) graceSeconds)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container)
        .withVolumes(volumes());
  }

  private List<Volume> volumes() {
    return settings.tls() ? List.of(emptyDir(TMP), certificate()) : List.of(emptyDir(TMP));
  }

  private Volume certificate() {
    return new VolumeBuilder()
        .withName(TLS)
        .withNewSecret()
        .withSecretName(identity() + "-tls")
        .endSecret()
        .build();
  }

  /** What a site's Secrets are named after. */
  private String identity() {
    return "isthmus-site-" + site;
  }

  static Volume emptyDir(String name) {
    return new VolumeBuilder().withName(name).withEmptyDir(new EmptyDirVolumeSource()).build();
  }

  ContainerBuilder container(String name, String image, List<EnvVar> variables) {
    List<EnvVar> all = new ArrayList<>();
    all.add(variable("ISTHMUS_SITE", site));
    all.add(variable("DJL_CACHE_DIR", "/tmp/djl"));
    all.add(field("POD_NAME", "metadata.name"));
    all.addAll(broker());
    if (settings.tls()) {
      CERTIFICATE.forEach((variable, file) -> all.add(variable(variable, CERTIFICATES + file)));
    }
    all.addAll(variables);
    return new ContainerBuilder()
        .withName(name)
        .withImage(image)
        .withImagePullPolicy(settings.pullPolicy())
        .addNewPort()
        .withName("http")
        .withContainerPort(HTTP)
        .endPort()
        .addNewPort()
        .withName("grpc")
        .withContainerPort(GRPC)
        .endPort()
        .withEnvFrom(sources())
        .withEnv(all)
        .withStartupProbe(
            probe("started")
                .withPeriodSeconds(STARTUP_SECONDS)
                .withFailureThreshold(STARTUP_TRIES)
                .build())
        .withLivenessProbe(live())
        .withReadinessProbe(
            probe("ready").withTimeoutSeconds(5).withPeriodSeconds(READY_SECONDS).build())
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .addNewVolumeMount()
        .withName(DATA)
        .withMountPath("/var/lib/isthmus")
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(TMP)
        .withMountPath("/tmp")
        .endVolumeMount()
        .addAllToVolumeMounts(settings.tls() ? List.of(certificateMount()) : List.of());
  }

  private static VolumeMount certificateMount() {
    return new VolumeMountBuilder()
        .withName(TLS)
        .withMountPath(CERTIFICATES)
        .withReadOnly(true)
        .build();
  }

  private static Probe live() {
    return probe("live").withTimeoutSeconds(5).withPeriodSeconds(10).build();
  }

  private static ProbeBuilder probe(String what) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath("/q/health/" + what)
        .withNewPort("http")
        .endHttpGet();
  }

  /** What the whole fleet is told, and the site's own identity at the broker where it has one. */
  private List<EnvFromSource> sources() {
    List<EnvFromSource> sources = new ArrayList<>();
    settings
        .configMap()
        .ifPresent(
            name ->
                sources.add(
                    new EnvFromSourceBuilder()
                        .withNewConfigMapRef()
                        .withName(name)
                        .endConfigMapRef()
                        .build()));
    sources.add(
        new EnvFromSourceBuilder()
            .withNewSecretRef()
            .withName(identity())
            .withOptional(true)
            .endSecretRef()
            .build());
    return sources;
  }

  /**
   * The broker's authority, and the site's identity under the keys that a KafkaUser's Secret has.
   */
  private List<EnvVar> broker() {
    List<EnvVar> variables = new ArrayList<>();
    settings
        .brokerAuthority()
        .ifPresent(
            authority ->
                variables.add(secret("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", authority, false)));
    IDENTITY.forEach(
        (variable, key) -> variables.add(secret(variable, new SecretKey(identity(), key), true)));
    return variables;
  }

  private static EnvVar secret(String name, SecretKey from, boolean optional) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef(from.key(), from.secret(), optional)
        .endValueFrom()
        .build();
  }

  static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  static ResourceRequirements resources(
      Map<String, Quantity> requests, Map<String, Quantity> limits) {
    ResourceRequirements resources = new ResourceRequirements();
    resources.setRequests(requests);
    resources.setLimits(limits);
    return resources;
  }

  static String name(String site, Pool pool) {
    return site + "-" + pool.name();
  }
}
