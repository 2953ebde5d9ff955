package dev.isthmus.engine.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamiliesTest {

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
        .isEqualTo(new Rope.Yarn(10000, 4, 256, 32, 1, 0.1 * Math.log(4) + 1));
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
}
