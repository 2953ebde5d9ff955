package dev.isthmus.k8s.standin;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables of a pod's container, as a kubelet works them out. */
record PodVariables(KubernetesClient client, Pod pod, String address) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z0-9_]+)\\)");

  Map<String, String> of(Container container) {
    Map<String, String> all = new LinkedHashMap<>();
    container.getEnvFrom().forEach(source -> all.putAll(whole(source)));
    for (EnvVar variable : container.getEnv()) {
      String value =
          variable.getValueFrom() == null
              ? expanded(variable.getValue(), all)
              : single(variable.getValueFrom());
      if (value != null) { // else a Secret's key that need not be there
        all.put(variable.getName(), value);
      }
    }
    return all;
  }

  private Map<String, String> whole(EnvFromSource source) {
    return source.getConfigMapRef() == null
        ? secret(source.getSecretRef().getName())
        : configMap(source.getConfigMapRef().getName());
  }

  private String single(EnvVarSource source) {
    if (source.getFieldRef() != null) {
      return field(source.getFieldRef().getFieldPath());
    }
    return source.getSecretKeyRef() == null
        ? configMap(source.getConfigMapKeyRef().getName()).get(source.getConfigMapKeyRef().getKey())
        : secret(source.getSecretKeyRef().getName()).get(source.getSecretKeyRef().getKey());
  }

  private String field(String path) {
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      case "status.podIP" -> address;
      default ->
          throw new IllegalArgumentException("a field that no pod of ours asks for: " + path);
    };
  }

  Map<String, String> configMap(String name) {
    return client
        .configMaps()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(name)
        .require()
        .getData();
  }

  /** Nothing where it is not there. */
  Map<String, String> secret(String name) {
    Secret secret =
        client.secrets().inNamespace(pod.getMetadata().getNamespace()).withName(name).get();
    Map<String, String> text = new LinkedHashMap<>();
    if (secret != null) {
      secret.getData().forEach((key, value) -> text.put(key, decoded(value)));
    }
    return text;
  }

  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  private static String expanded(String value, Map<String, String> before) {
    return REFERENCE
        .matcher(value == null ? "" : value)
        .replaceAll(
            found -> Matcher.quoteReplacement(before.getOrDefault(found.group(1), found.group())));
  }
}
