package dev.isthmus.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTokenizerTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  private static ModelTokenizer tokenizer(String fixture) {
    Path folder = FIXTURES.resolve(fixture);
    Path gguf = folder.resolve("model.gguf");
    try (ModelSource source =
        ModelSources.open(
            Files.exists(gguf) ? gguf : folder, files -> "unused", ModelSources.Resolver.NONE)) {
      return ModelTokenizer.of(source.tokenizerJson());
    }
  }

  private static JsonNode golden(String fixture) throws IOException {
    return new ObjectMapper().readTree(FIXTURES.resolve(fixture).resolve("golden.json").toFile());
  }

  private static int[] ids(JsonNode list) {
    int[] ids = new int[list.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = list.get(i).asInt();
    }
    return ids;
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-gqa", "qwen2-bias", "gguf-mixed", "gguf-spm"})
  void textBecomesTheReferencesIdsAndIdsItsText(String fixture) throws IOException {
    try (ModelTokenizer tokenizer = tokenizer(fixture)) {
      for (JsonNode entry : golden(fixture).get("tokenizer")) {
        String text = entry.get("text").asText();
        assertThat(tokenizer.encode(text, false)).as(text).isEqualTo(ids(entry.get("ids")));
        assertThat(tokenizer.decode(ids(entry.get("ids"))))
            .isEqualTo(entry.get("decoded").asText());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-gqa", "gguf-mixed", "gguf-spm"})
  void aStreamOfIdsGivesTheTextWithoutBreakingACharacter(String fixture) throws IOException {
    try (ModelTokenizer tokenizer = tokenizer(fixture)) {
      for (JsonNode entry : golden(fixture).get("tokenizer")) {
        if (entry.get("text").asText().contains("<|")) {
          continue;
        }
        TokenStream stream = tokenizer.stream();
        StringBuilder text = new StringBuilder();
        for (int id : ids(entry.get("ids"))) {
          String piece = stream.push(id);
          assertThat(piece).doesNotContain("\ufffd");
          text.append(piece);
        }
        text.append(stream.finish());
        String expected = entry.get("decoded").asText();
        boolean prefixed = fixture.equals("gguf-spm") && !expected.isEmpty();
        assertThat(text.toString()).isEqualTo(prefixed ? " " + expected : expected);
      }
    }
  }

  @Test
  void beginOfTextIsAddedOnlyWhereAskedFor() throws IOException {
    try (ModelTokenizer tokenizer = tokenizer("gguf-spm")) {
      JsonNode first = golden("gguf-spm").get("cases").get(0);
      assertThat(tokenizer.encode(first.get("prompt").asText(), true))
          .isEqualTo(ids(first.get("input_ids")));
      assertThat(tokenizer.encode("a", false)).doesNotContain(1);
    }
  }

  @Test
  void specialTokensGiveNoTextInAStream() {
    try (ModelTokenizer tokenizer = tokenizer("llama-gqa")) {
      assertThat(tokenizer.isSpecial(2)).isTrue();
      assertThat(tokenizer.stream().push(2)).isEmpty();
      assertThat(tokenizer.vocabulary()).isEqualTo(384);
    }
  }

  @Test
  void theSameVocabularyHasTheSameFingerprintFromAnyFile() {
    try (ModelTokenizer one = tokenizer("llama-gqa");
        ModelTokenizer same = tokenizer("qwen2-bias");
        ModelTokenizer other = tokenizer("gguf-spm")) {
      assertThat(one.fingerprint()).isEqualTo(same.fingerprint()).isNotEqualTo(other.fingerprint());
    }
  }
}
