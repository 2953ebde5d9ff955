package dev.isthmus.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/**
 * The script gives the rules of the Strimzi users, which {@link KafkaAccessIT} tries at a broker.
 */
class KafkaAclsIT {

  private static final Path SCRIPT = Tool.K8S.resolve(Path.of("kafka", "acls.sh"));
  private static final Map<String, ResourceType> RESOURCES =
      Map.of(
          "--topic", ResourceType.TOPIC,
          "--group", ResourceType.GROUP,
          "--transactional-id", ResourceType.TRANSACTIONAL_ID);

  @Test
  void theScriptsRulesAreThoseOfTheStrimziUsers() throws Exception {
    assertThat(rules("operator"))
        .containsExactlyInAnyOrderElementsOf(KafkaUsers.shipped().get("isthmus-operator"));
    assertThat(rules("site", "edge"))
        .containsExactlyInAnyOrderElementsOf(KafkaUsers.shipped().get("isthmus-site-edge"));
    assertThat(rules("site", "cloud", "edge"))
        .containsExactlyInAnyOrderElementsOf(KafkaUsers.shipped().get("isthmus-site-cloud"));
  }

  @Test
  void aNameThatIsNoSitesIsRefused() throws Exception {
    Process script = run("site", "a b; rm -r .");

    assertThat(text(script)).contains("\"a b; rm -r .\" cannot be a site's name");
    assertThat(script.waitFor()).isEqualTo(2);
  }

  private static List<AclBinding> rules(String... arguments) throws Exception {
    List<AclBinding> rules = new ArrayList<>();
    text(run(arguments)).lines().forEach(line -> rules.addAll(bindings(List.of(line.split(" ")))));
    return rules;
  }

  private static List<AclBinding> bindings(List<String> command) {
    String resource = command.stream().filter(RESOURCES::containsKey).findFirst().orElseThrow();
    ResourcePattern pattern =
        new ResourcePattern(
            RESOURCES.get(resource),
            after(command, resource),
            PatternType.fromString(after(command, "--resource-pattern-type").toUpperCase()));
    List<AclBinding> bindings = new ArrayList<>();
    for (int i = 0; i < command.size(); i++) {
      if (command.get(i).equals("--operation")) {
        bindings.add(
            new AclBinding(
                pattern,
                new AccessControlEntry(
                    after(command, "--allow-principal"),
                    "*",
                    AclOperation.fromString(command.get(i + 1)),
                    AclPermissionType.ALLOW)));
      }
    }
    return bindings;
  }

  private static String after(List<String> command, String option) {
    return command.get(command.indexOf(option) + 1);
  }

  private static Process run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
