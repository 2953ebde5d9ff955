package dev.isthmus.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the operator's roles grant, and what it asked for: {@code verb resource.group/subresource}.
 */
final class Rights {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SHIPPED = Path.of("..", "k8s", "base", "isthmus.yaml");

  private Rights() {}

  /**
   * The shipped roles and their bindings.
   *
   * @param namespace that takes the place of the operator's own
   */
  static List<HasMetadata> roles(String namespace) {
    List<HasMetadata> roles = new ArrayList<>();
    for (String document : read(SHIPPED).split("(?m)^---$")) {
      if (document.contains("rbac.authorization.k8s.io/v1")) {
        roles.add(
            new KubernetesSerialization().unmarshal(document.replace("isthmus-system", namespace)));
      }
    }
    return roles;
  }

  static Set<String> granted(List<HasMetadata> roles) {
    Set<String> granted = new TreeSet<>();
    for (HasMetadata role : roles) {
      if (role instanceof ClusterRole cluster) {
        cluster.getRules().forEach(rule -> add(rule, granted));
      } else if (role instanceof Role own) {
        own.getRules().forEach(rule -> add(rule, granted));
      }
    }
    return granted;
  }

  private static void add(PolicyRule rule, Set<String> granted) {
    for (String group : rule.getApiGroups()) {
      for (String resource : rule.getResources()) {
        int slash = resource.indexOf('/');
        String name = slash < 0 ? resource : resource.substring(0, slash);
        String sub = slash < 0 ? "" : resource.substring(slash + 1);
        rule.getVerbs().forEach(verb -> granted.add(right(verb, name, group, sub)));
      }
    }
  }

  /**
   * Calls of a user by the audit log; those that every user may make are left out. Applying what is
   * not there is a patch that takes the right to create.
   */
  static Set<String> asked(Path auditLog, String user) {
    Set<String> asked = new TreeSet<>();
    read(auditLog)
        .lines()
        .map(Rights::event)
        .filter(event -> event.at("/user/username").asText().equals(user))
        .flatMap(event -> verbs(event).map(verb -> verb + " " + target(event.path("objectRef"))))
        .filter(right -> !right.endsWith(" ") && !right.contains("authorization.k8s.io"))
        .forEach(asked::add);
    return asked;
  }

  private static Stream<String> verbs(JsonNode event) {
    String verb = event.path("verb").asText();
    boolean made = verb.equals("patch") && event.at("/responseStatus/code").asInt() == 201;
    return made ? Stream.of(verb, "create") : Stream.of(verb);
  }

  private static String target(JsonNode object) {
    return object.isMissingNode()
        ? ""
        : right(
                "",
                object.path("resource").asText(),
                object.path("apiGroup").asText(),
                object.path("subresource").asText())
            .strip();
  }

  private static String right(String verb, String resource, String group, String sub) {
    return verb
        + " "
        + resource
        + (group.isEmpty() ? "" : "." + group)
        + (sub.isEmpty() ? "" : "/" + sub);
  }

  private static JsonNode event(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
