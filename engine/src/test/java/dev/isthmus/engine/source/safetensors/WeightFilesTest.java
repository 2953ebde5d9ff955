package dev.isthmus.engine.source.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.source.ModelRefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightFilesTest {

  private static JsonNode index(String file) throws JsonProcessingException {
    return new ObjectMapper().readTree("{\"weight_map\": {\"a\": \"" + file + "\"}}");
  }

  @Test
  void theWholeFileIsTakenBeforeAllOthers() throws JsonProcessingException {
    List<String> names = List.of("consolidated.safetensors", "model.safetensors", "config.json");
    assertThat(WeightFiles.of(names, null)).containsExactly("model.safetensors");
    assertThat(WeightFiles.of(names, index("b.safetensors"))).containsExactly("model.safetensors");
  }

  @Test
  void anIndexNamesTheFiles() throws JsonProcessingException {
    List<String> names = List.of("consolidated.safetensors", "model-1.safetensors");
    assertThat(WeightFiles.of(names, index("model-1.safetensors")))
        .containsExactly("model-1.safetensors");
  }

  @Test
  void withoutEitherAllAreTakenInOrder() {
    assertThat(WeightFiles.of(List.of("b.safetensors", "a.safetensors", "a.bin"), null))
        .containsExactly("a.safetensors", "b.safetensors");
  }

  @Test
  void anIndexMayNotLeadElsewhere() {
    assertThatThrownBy(() -> WeightFiles.of(List.of(), index("../secret.safetensors")))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("names the file ../secret.safetensors, which is not beside it");
  }
}
