package dev.isthmus.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import io.strimzi.api.kafka.model.common.UnknownPropertyPreserving;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The overlay for a broker that Strimzi runs, read with Strimzi's own classes. */
class StrimziIT {

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "Kafka", Kafka.class,
          "KafkaNodePool", KafkaNodePool.class,
          "KafkaTopic", KafkaTopic.class,
          "KafkaUser", KafkaUser.class);

  private static List<ObjectNode> objects;

  @BeforeAll
  static void build() {
    objects =
        Manifests.read(
            Tool.kubectl()
                .run("kustomize", Tool.K8S.resolve(Path.of("overlays", "strimzi")).toString()));
  }

  @Test
  void strimziKnowsEveryFieldThatWeWrite() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (ObjectNode object : strimzi()) {
      Object read = new JsonMapper().treeToValue(object, KINDS.get(object.get("kind").asText()));
      unknown(object.at("/metadata/name").asText(), read, unknown);
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void aFieldThatStrimziDoesNotKnowWouldBeFound() throws IOException {
    ObjectNode topic = strimzi().get(0).deepCopy();
    ((ObjectNode) topic.get("spec")).put("partition", 1);
    List<String> unknown = new ArrayList<>();
    unknown(
        "it", new JsonMapper().treeToValue(topic, KINDS.get(topic.get("kind").asText())), unknown);

    assertThat(unknown).containsExactly("it.spec: [partition]");
  }

  @Test
  void everyTopicOfASiteIsThere() {
    List<String> topics = named("KafkaTopic");
    for (String site : List.of("cloud", "edge")) {
      for (SiteTopic topic : SiteTopic.values()) {
        assertThat(topics).contains(Topics.standard().of(site, topic));
      }
    }
  }

  @Test
  void theOperatorAndEverySiteHaveAnIdentityOfTheirOwn() {
    assertThat(named("KafkaUser"))
        .containsExactlyInAnyOrder("isthmus-operator", "isthmus-site-cloud", "isthmus-site-edge");
  }

  private static List<ObjectNode> strimzi() {
    return objects.stream()
        .filter(object -> object.get("apiVersion").asText().startsWith("kafka.strimzi.io/"))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<String> named(String kind) {
    return strimzi().stream()
        .filter(object -> object.get("kind").asText().equals(kind))
        .map(object -> object.at("/metadata/name").asText())
        .toList();
  }

  /** Fields that no class has a place for: Strimzi keeps them aside. */
  private static void unknown(String path, Object value, List<String> found) {
    if (value instanceof Collection<?> many) {
      many.forEach(one -> unknown(path, one, found));
      return;
    }
    if (!(value instanceof UnknownPropertyPreserving known)) {
      return;
    }
    if (known.getAdditionalProperties() != null && !known.getAdditionalProperties().isEmpty()) {
      found.add(path + ": " + known.getAdditionalProperties().keySet());
    }
    try {
      for (PropertyDescriptor property :
          Introspector.getBeanInfo(value.getClass()).getPropertyDescriptors()) {
        if (property.getReadMethod() != null
            && property.getReadMethod().getDeclaringClass().getName().startsWith("io.strimzi")) {
          unknown(path + "." + property.getName(), property.getReadMethod().invoke(value), found);
        }
      }
    } catch (IntrospectionException | ReflectiveOperationException e) {
      throw new AssertionError(path, e);
    }
  }
}
