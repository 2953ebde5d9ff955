package dev.isthmus.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person may write into the chart's values, and what they are told where it is wrong. */
class ChartValuesIT {

  private static final String BROKER = "kafka.bootstrapServers=kafka:9092";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image.tag=v1                             | no broker: set kafka.bootstrapServers to host:port
          kafka.bootstrapServers=kafka             | kafka.bootstrapServers has "kafka": write host:port
          kafka.topicPrefix=isthmus                | kafka.topicPrefix is "isthmus": it holds letters
          kafka.caCertificate=ca.crt               | pass the file with --set-file kafka.caCertificate=ca.crt
          kafka.securityProtocol=SASL_SSL          | needs kafka.userSecret.name
          kafka.securityProtocol=TLS               | at '/kafka/securityProtocol': value must be one of 'PLAINTEXT'
          trialBroker.enabled=true                 | kafka.bootstrapServers and trialBroker.enabled are both set
          operator.drainTimeout=soon               | operator.drainTimeout is "soon": write a duration such as 10m
          operator.replicas=9                      | at '/operator/replicas': maximum: got 9, want 5
          opertor.replicas=1                       | additional properties 'opertor' not allowed
          """)
  void aWrongValueIsRefusedByNameWithTheWayOut(String setting, String message) {
    String[] settings =
        setting.startsWith("kafka.bootstrap") || setting.startsWith("image")
            ? new String[] {setting}
            : new String[] {BROKER, setting};
    assertThat(Chart.refusal(settings)).contains(message);
  }

  @Test
  void theTrialBrokerRefusesSecurityThatItHasNot() {
    assertThat(
            Chart.refusal(
                "trialBroker.enabled=true",
                "kafka.securityProtocol=SASL_SSL",
                "kafka.userSecret.name=x"))
        .contains("the trial broker has no security");
  }

  @Test
  void aStrimziUsersSecretGivesTheOperatorItsIdentity() {
    JsonNode container =
        operator(
            BROKER,
            "kafka.securityProtocol=SASL_SSL",
            "kafka.caSecret.name=cluster-ca",
            "kafka.userSecret.name=isthmus-operator");

    assertThat(secret(container, "KAFKA_SASL_JAAS_CONFIG"))
        .isEqualTo("isthmus-operator/sasl.jaas.config");
    assertThat(secret(container, "KAFKA_SSL_TRUSTSTORE_CERTIFICATES"))
        .isEqualTo("cluster-ca/ca.crt");
  }

  @Test
  void mutualTlsTakesCertificateAndKeyOfTheUsersSecret() {
    JsonNode container =
        operator(BROKER, "kafka.securityProtocol=SSL", "kafka.userSecret.name=isthmus-operator");

    assertThat(secret(container, "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN"))
        .isEqualTo("isthmus-operator/user.crt");
    assertThat(secret(container, "KAFKA_SSL_KEYSTORE_KEY")).isEqualTo("isthmus-operator/user.key");
  }

  @Test
  void imagesComeFromTheRegistryThatIsNamedInOperatorAndFleet() {
    JsonNode container = operator(BROKER, "image.registry=example.org/isthmus", "image.tag=v9");

    assertThat(container.get("image").asText())
        .isEqualTo("example.org/isthmus/isthmus-operator:v9");
    assertThat(container.get("env").findValuesAsText("value"))
        .contains("example.org/isthmus/isthmus-agent:v9", "example.org/isthmus/isthmus-router:v9");
  }

  @Test
  void agentsCanStayAtTheVersionBefore() {
    JsonNode container = operator(BROKER, "image.tag=v9", "agent.tag=v8");

    assertThat(container.get("image").asText()).isEqualTo("isthmus-operator:v9");
    assertThat(container.get("env").findValuesAsText("value"))
        .contains("isthmus-agent:v8", "isthmus-router:v9");
  }

  @Test
  void monitorsRulesAndDashboardsComeOnlyWhenAskedFor() {
    Map<String, ObjectNode> without = Manifests.byName(Manifests.read(Chart.template(BROKER)));
    Map<String, ObjectNode> with =
        Manifests.byName(
            Manifests.read(
                Chart.template(
                    BROKER,
                    "metrics.serviceMonitor.enabled=true",
                    "metrics.podMonitor.enabled=true",
                    "metrics.rules.enabled=true",
                    "metrics.dashboards.enabled=true",
                    "metrics.labels.release=prometheus")));

    with.keySet().removeAll(without.keySet());
    assertThat(with.keySet())
        .containsExactly(
            "ConfigMap/isthmus-dashboards",
            "PodMonitor/isthmus-fleet",
            "PrometheusRule/isthmus",
            "ServiceMonitor/isthmus-operator");
    assertThat(with.get("PrometheusRule/isthmus").at("/spec/groups")).isNotEmpty();
    assertThat(with.get("PodMonitor/isthmus-fleet").at("/metadata/labels/release").asText())
        .isEqualTo("prometheus");
    assertThat(with.get("ConfigMap/isthmus-dashboards").get("data").fieldNames())
        .toIterable()
        .contains("serving.json", "engines.json", "control.json");
  }

  @Test
  void everyProcessIsToldWhereTracesGo() {
    assertThat(fleet(BROKER).has("QUARKUS_OTEL_SDK_DISABLED")).isFalse();
    JsonNode traced = fleet(BROKER, "tracing.endpoint=http://collector:4317");

    assertThat(traced.get("QUARKUS_OTEL_SDK_DISABLED").asText()).isEqualTo("false");
    assertThat(traced.get("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT").asText())
        .isEqualTo("http://collector:4317");
  }

  private static JsonNode fleet(String... settings) {
    return Manifests.byName(Manifests.read(Chart.template(settings)))
        .get("ConfigMap/isthmus-fleet")
        .get("data");
  }

  private static JsonNode operator(String... settings) {
    return Manifests.byName(Manifests.read(Chart.template(settings)))
        .get("Deployment/isthmus-operator")
        .at("/spec/template/spec/containers/0");
  }

  /** Secret and key that a variable comes from. */
  private static String secret(JsonNode container, String variable) {
    for (JsonNode entry : container.get("env")) {
      if (entry.get("name").asText().equals(variable)) {
        JsonNode from = entry.at("/valueFrom/secretKeyRef");
        return from.get("name").asText() + "/" + from.get("key").asText();
      }
    }
    throw new AssertionError(variable + " is not set: " + container);
  }
}
