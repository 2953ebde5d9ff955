package dev.isthmus.operator.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnNamespaceTest {

  private static final int CONVERTER_PRIORITY = 200;

  @ParameterizedTest
  @CsvSource({
    "isthmus-system,other,isthmus-system",
    "isthmus-system,,isthmus-system",
    ",other,other"
  })
  void whatIsSetComesBeforeWhatTheClientFound(String set, String found, String expected) {
    assertThat(namespace(set, found)).isEqualTo(expected);
  }

  @Test
  void aKubeconfigWithoutOneMeansTheDefault() {
    assertThat(namespace(null, null)).isEqualTo("default");
  }

  private static String namespace(String set, String found) {
    Config config = new ConfigBuilder(Config.empty()).withNamespace(found).build();
    OperatorSettings settings =
        new SmallRyeConfigBuilder()
            .withMapping(OperatorSettings.class)
            .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
            .withDefaultValues(set == null ? Map.of() : Map.of("isthmus.namespace", set))
            .build()
            .getConfigMapping(OperatorSettings.class);
    new OwnNamespace(settings).customize(config);
    return config.getNamespace();
  }
}
