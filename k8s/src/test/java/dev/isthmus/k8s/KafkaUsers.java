package dev.isthmus.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The identities of the Strimzi overlay, and what Strimzi makes of each at the broker. */
final class KafkaUsers {

  private static final Path FILE = Tool.K8S.resolve(Path.of("overlays", "strimzi", "users.yaml"));
  private static final Map<String, ResourceType> TYPES =
      Map.of(
          "topic", ResourceType.TOPIC,
          "group", ResourceType.GROUP,
          "transactionalId", ResourceType.TRANSACTIONAL_ID);
  private static final Map<String, PatternType> PATTERNS =
      Map.of("prefix", PatternType.PREFIXED, "literal", PatternType.LITERAL);

  private KafkaUsers() {}

  /** Access rules by user. */
  static Map<String, Collection<AclBinding>> shipped() throws IOException {
    Map<String, Collection<AclBinding>> users = new TreeMap<>();
    for (ObjectNode user : Manifests.read(Files.readString(FILE))) {
      String name = user.at("/metadata/name").asText();
      users.put(name, bindings("User:" + name, user.at("/spec/authorization/acls")));
    }
    return users;
  }

  private static List<AclBinding> bindings(String principal, JsonNode rules) {
    List<AclBinding> bindings = new ArrayList<>();
    for (JsonNode rule : rules) {
      ResourcePattern resource =
          new ResourcePattern(
              TYPES.get(rule.at("/resource/type").asText()),
              rule.at("/resource/name").asText(),
              PATTERNS.get(rule.at("/resource/patternType").asText()));
      for (JsonNode operation : rule.get("operations")) {
        bindings.add(
            new AclBinding(
                resource,
                new AccessControlEntry(
                    principal,
                    "*",
                    AclOperation.fromString(operation.asText()),
                    AclPermissionType.ALLOW)));
      }
    }
    return bindings;
  }
}
