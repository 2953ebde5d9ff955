package dev.isthmus.k8s;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.protocol.topics.SharedTopic;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Strimzi's resources of the topics that the operator would otherwise make by itself. */
final class StrimziTopics {

  static final String CLUSTER = "isthmus-kafka";

  private StrimziTopics() {}

  static String of(String... sites) {
    Topics topics = Topics.standard();
    List<ObjectNode> resources = new ArrayList<>();
    for (SharedTopic topic : SharedTopic.values()) {
      resources.add(topic(topics.of(topic), topic.settings()));
    }
    for (String site : sites) {
      for (SiteTopic topic : SiteTopic.values()) {
        resources.add(topic(topics.of(site, topic), topic.settings()));
      }
    }
    return Manifests.write(resources);
  }

  private static ObjectNode topic(String name, Map<String, String> settings) {
    ObjectNode topic = JsonNodeFactory.instance.objectNode();
    topic.put("apiVersion", "kafka.strimzi.io/v1").put("kind", "KafkaTopic");
    topic
        .putObject("metadata")
        .put("name", name)
        .putObject("labels")
        .put("strimzi.io/cluster", CLUSTER);
    ObjectNode spec = topic.putObject("spec").put("partitions", 1).put("replicas", 3);
    ObjectNode config = spec.putObject("config");
    new TreeMap<>(settings).forEach(config::put);
    return topic;
  }
}
