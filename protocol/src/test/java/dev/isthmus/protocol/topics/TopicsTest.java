package dev.isthmus.protocol.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

  private final Topics topics = Topics.standard();

  @Test
  void aSitesTopicsCarryItsName() {
    assertThat(topics.nodes("edge-a")).isEqualTo("isthmus.edge-a.nodes");
    assertThat(topics.heartbeats("edge-a")).isEqualTo("isthmus.edge-a.heartbeats");
    assertThat(topics.assignments("edge-a")).isEqualTo("isthmus.edge-a.assignments");
    assertThat(topics.routes("edge-a")).isEqualTo("isthmus.edge-a.routes");
    assertThat(topics.routers("edge-a")).isEqualTo("isthmus.edge-a.routers");
    assertThat(topics.sessions()).isEqualTo("isthmus.sessions");
  }

  @ParameterizedTest
  @EnumSource
  void aNameIsTakenApartAgain(SiteTopic topic) {
    Topics own = new Topics("acme.isthmus-2.");
    assertThat(own.parse(own.of("edge-a", topic))).contains(new Topics.Name("edge-a", topic));
    assertThat(own.everySite(topic).matcher(own.of("edge-a", topic)).matches()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isthmus.sessions",
        "isthmus.edge.other",
        "isthmus.Edge.nodes",
        "isthmus.-edge.nodes",
        "isthmus..nodes",
        "isthmus.edge.nodes.x",
        "other.edge.nodes",
        ""
      })
  void otherTopicsAreNotTakenForASites(String name) {
    assertThat(topics.parse(name)).isEmpty();
    assertThat(topics.everySite(SiteTopic.NODES).matcher(name).matches()).isFalse();
  }

  @Test
  void theDotsOfAPrefixMatchOnlyDots() {
    assertThat(topics.everySite(SiteTopic.NODES).matcher("isthmusXedge.nodes").matches()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "isthmus", "is thmus.", "isthmus/."})
  void aPrefixThatKafkaWouldNotTakeIsRefused(String prefix) {
    assertThatThrownBy(() -> new Topics(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isthmus.topic-prefix is \"" + prefix + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Edge", "edge.a", "edge_a", "-a", "a-"})
  void aSiteThatIsNoDnsLabelIsRefused(String site) {
    assertThatThrownBy(() -> topics.nodes(site))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DNS label");
  }

  @Test
  void controlTopicsKeepTheirLastRecordsAndHeartbeatsTenMinutes() {
    assertThat(SiteTopic.NODES.settings())
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("segment.ms", "600000");
    assertThat(SiteTopic.ROUTES.settings()).containsEntry("cleanup.policy", "compact");
    assertThat(SiteTopic.HEARTBEATS.settings())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "600000")
        .containsEntry("segment.ms", "60000");
    assertThat(SharedTopic.SESSIONS.settings()).containsEntry("retention.ms", "604800000");
  }
}
