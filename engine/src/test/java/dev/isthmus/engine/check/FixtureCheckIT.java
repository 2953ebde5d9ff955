package dev.isthmus.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.RememberedDigest;
import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.JinjaTemplate;
import dev.isthmus.engine.text.ModelTokenizer;
import dev.isthmus.engine.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fixture, whole and at every cut. */
class FixtureCheckIT {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  @TempDir static Path cache;

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
        "qwen2-yarn",
        "mixtral-8x2",
        "qwen2-moe-shared",
        "qwen3-moe-16x4",
        "olmoe-10x2",
        "qwen3-moe-mixed",
        "gguf-qwen2-moe",
        "gguf-mixtral-apart",
        "gguf-mistral-window",
        "gguf-mixed",
        "gguf-spm"
      })
  void aFixtureSaysWhatItsReferenceSaysHoweverItIsCut(String name) throws IOException {
    Path folder = FIXTURES.resolve(name);
    Golden golden = GoldenFile.read(folder.resolve("golden.json"));
    try (ModelSource source =
            ModelSources.open(folder, new RememberedDigest(cache), ModelSources.Resolver.NONE);
        Tokenizer tokenizer = ModelTokenizer.of(source.tokenizerJson())) {
      Architecture architecture = Families.architecture(source);
      EngineOptions options = EngineOptions.of(cache, 1, 64 << 20).withContext(640).withWindows(1);
      ModelCheck check =
          new ModelCheck(source, architecture, Precision.FP32, options, ignored -> {});

      CheckReport texts = check.texts(golden, tokenizer, template(source));
      assertThat(texts.firstDifference()).isEmpty();
      assertThat(texts.checks()).hasSize(2 * golden.texts().size() + golden.chats().size());

      CheckReport report = check.numbers(golden, Cuts.ALL);

      assertThat(report.firstDifference()).isEmpty();
      int cuts = Cuts.ALL.of(architecture.layers()).size();
      assertThat(report.checks()).hasSize(2 * golden.cases().size() + cuts);
    }
  }

  private static Optional<ChatTemplate> template(ModelSource source) {
    return source.template().map(found -> new JinjaTemplate(found, Clock.systemUTC()));
  }
}
