package dev.isthmus.engine.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FamiliesTest {

  @TempDir Path folder;

  private static Architecture read(String fixture) {
    Path path = Path.of("src/test/resources/fixtures", fixture);
    try (ModelSource source =
        ModelSources.open(path, files -> "sha256:unused", ModelSources.Resolver.NONE)) {
      return Families.architecture(source);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama-gqa",
        "llama-tied-bf16",
        "llama-sharded-f16",
        "qwen2-bias",
        "qwen3-qknorm",
        "mistral-window-24",
        "llama3-scaled",
        "qwen2-yarn"
      })
  void fixturesOfHuggingFacesLayoutAreRead(String fixture) {
    Architecture model = read(fixture);
    assertThat(model.hidden()).isEqualTo(64);
    assertThat(model.vocabulary()).isEqualTo(384);
    assertThat(model.kvHeads()).isEqualTo(2);
  }

  @Test
  void whatSetsAFamilyApartIsRead() {
    assertThat(read("qwen2-bias").attentionBias()).isTrue();
    assertThat(read("qwen3-qknorm").qkNorm()).isEqualTo(Architecture.QkNorm.PER_HEAD);
    assertThat(read("qwen3-qknorm").headDim()).isEqualTo(24);
    assertThat(read("mistral-window-24").slidingWindow()).containsOnly(24);
    assertThat(read("llama-tied-bf16").tiedHead()).isTrue();
    assertThat(read("llama-gqa").tiedHead()).isFalse();
  }

  @Test
  void scalingsOfBothDialectsAreRead() {
    assertThat(read("llama3-scaled").rope()).isEqualTo(new Rope.Llama3(500000, 4, 1, 4, 128));
    assertThat(read("qwen2-yarn").rope())
        .isEqualTo(new Rope.Yarn(10000, 4, 256, 32, 1, true, 0.1 * Math.log(4) + 1));
    assertThat(read("llama-tied-bf16").rope()).isEqualTo(new Rope.Default(100000));
  }

  @Test
  void ggufFilesGiveTheSameKindOfArchitecture() {
    Architecture model = read("gguf-mixed/model.gguf");
    assertThat(model.family()).isEqualTo("llama");
    assertThat(model.layers()).isEqualTo(2);
    assertThat(model.headDim()).isEqualTo(64);
    assertThat(model.intermediate()).isEqualTo(512);
    assertThat(model.tiedHead()).isFalse();
    assertThat(read("gguf-spm/model.gguf").vocabulary()).isEqualTo(420);
  }

  @Test
  void expertsOfEveryFamilyAreRead() {
    List<Integer> all = List.of(0, 1, 2, 3);
    assertThat(read("mixtral-8x2").experts()).isEqualTo(new Experts(all, 8, 2, 160, true, null));
    assertThat(read("olmoe-10x2").experts()).isEqualTo(new Experts(all, 10, 2, 160, false, null));
    assertThat(read("qwen3-moe-16x4").experts()).isEqualTo(new Experts(all, 16, 4, 48, true, null));
    assertThat(read("qwen2-moe-shared").experts())
        .isEqualTo(new Experts(all, 5, 2, 48, false, new Experts.Shared(64, true)));
  }

  @Test
  void denseLayersBetweenThoseWithExpertsAreKept() {
    Architecture model = read("qwen3-moe-mixed");
    assertThat(model.experts()).isEqualTo(new Experts(List.of(0, 2, 3), 7, 7, 40, false, null));
    assertThat(model.isSparse(1)).isFalse();
    assertThat(model.intermediate()).isEqualTo(88);
  }

  @Test
  void expertsOfGgufFilesAreReadStackedAndApart() {
    assertThat(read("gguf-qwen2-moe/model.gguf").experts())
        .isEqualTo(new Experts(List.of(0, 1), 5, 2, 64, false, new Experts.Shared(96, true)));
    assertThat(read("gguf-mixtral-apart/model.gguf").experts())
        .isEqualTo(new Experts(List.of(0, 1), 3, 2, 160, true, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mixtral-8x2|num_experts_per_tok|9|num_experts_per_tok 9 is above num_experts, which is 8",
        "mixtral-8x2|num_local_experts|9|mlp.gate.weight has shape [8, 64]; this family needs [9, 64]",
        "mixtral-8x2|num_local_experts|5000|num_experts 5000 is above 4096",
        "olmoe-10x2|clip_qkv|8.0|clip_qkv 8.0 is not supported",
        "qwen3-moe-16x4|mlp_only_layers|[4]|mlp_only_layers names 4; the model's layers are 0 to 3",
        "qwen3-moe-16x4|mlp_only_layers|[2]|model.layers.2.mlp.gate_proj.weight is missing",
        "qwen3-moe-16x4|moe_intermediate_size|47|has shape [48, 64]; this family needs [47, 64]",
        "qwen2-moe-shared|shared_expert_intermediate_size|32|(shared_expert_intermediate_size × hidden_size)"
      })
  void aConfigurationThatContradictsItsFilesIsRefusedByName(
      String fixture, String field, String value, String message) throws IOException {
    Path from = Path.of("src/test/resources/fixtures", fixture);
    ObjectMapper json = new ObjectMapper();
    ObjectNode config = (ObjectNode) json.readTree(from.resolve("config.json").toFile());
    config.set(field, json.readTree(value));
    json.writeValue(folder.resolve("config.json").toFile(), config);
    Files.copy(from.resolve("model.safetensors"), folder.resolve("model.safetensors"));

    try (ModelSource source =
        ModelSources.open(folder, files -> "sha256:unused", ModelSources.Resolver.NONE)) {
      assertThatThrownBy(() -> Families.architecture(source))
          .isInstanceOf(ModelRefusedException.class)
          .hasMessageContaining(message);
    }
  }
}
