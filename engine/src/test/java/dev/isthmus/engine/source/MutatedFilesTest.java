package dev.isthmus.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.text.ModelTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broken files are refused by name, or read as what they now say; nothing else ever happens. */
class MutatedFilesTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "llama-gqa, model.safetensors, 40",
    "llama-gqa, config.json, 40",
    "llama-gqa, tokenizer.json, 15",
    "qwen2-yarn, config.json, 40",
    "llama-sharded-f16, model.safetensors.index.json, 30",
    "llama-sharded-f16, model-00002-of-00005.safetensors, 30",
    "mixtral-8x2, config.json, 30",
    "qwen3-moe-mixed, model.safetensors, 30",
    "gguf-qwen2-moe, model.gguf, 40",
    "gguf-mixed, model.gguf, 40",
    "gguf-spm, model.gguf, 40"
  })
  void aFlippedByteIsRefusedOrHarmless(String fixture, String file, int times) throws IOException {
    Path model = copy(fixture);
    byte[] whole = Files.readAllBytes(model.resolve(file));
    int header = header(file, whole);
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < times; i++) {
      byte[] broken = whole.clone();
      int at = random.nextInt(header);
      broken[at] = (byte) random.nextInt(256);
      opened(model, file, broken, "byte " + at + " = " + broken[at]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llama-gqa, model.safetensors",
    "llama-gqa, config.json",
    "llama-gqa, tokenizer.json",
    "llama-sharded-f16, model.safetensors.index.json",
    "llama-sharded-f16, model-00002-of-00005.safetensors",
    "gguf-mixed, model.gguf",
    "gguf-spm, model.gguf"
  })
  void aTruncatedFileIsRefused(String fixture, String file) throws IOException {
    Path model = copy(fixture);
    byte[] whole = Files.readAllBytes(model.resolve(file));
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < 12; i++) {
      int length = i == 0 ? whole.length - 2 : i == 1 ? 0 : random.nextInt(whole.length - 1);
      boolean served = opened(model, file, Arrays.copyOf(whole, length), "cut to " + length);
      assertThat(served).as("cut to %d of %d bytes", length, whole.length).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"llama-gqa, model.safetensors", "gguf-mixed, model.gguf", "gguf-spm, model.gguf"})
  void countsAndLengthsThatCannotBeAreRefused(String fixture, String file) throws IOException {
    Path model = copy(fixture);
    byte[] whole = Files.readAllBytes(model.resolve(file));
    int header = Math.min(2000, header(file, whole));
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 30; i++) {
      byte[] broken = whole.clone();
      int at = random.nextInt(header);
      Arrays.fill(
          broken,
          at,
          Math.min(at + 1 + random.nextInt(8), header),
          (byte) (i % 2 == 0 ? 0xff : 0x7f));
      opened(model, file, broken, "filled from " + at);
    }
  }

  /** Whether the model was served; an error that is no refusal fails the test. */
  private static boolean opened(Path model, String file, byte[] content, String how)
      throws IOException {
    Files.write(model.resolve(file), content);
    try (ModelSource source = open(model)) {
      Families.architecture(source);
      source.template();
      source.stopIds();
      try (ModelTokenizer tokenizer = ModelTokenizer.of(source.tokenizerJson())) {
        return tokenizer.encode("hello world", true).length > 0;
      }
    } catch (ModelRefusedException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(file + ", " + how + ": " + e, e);
    }
  }

  private static ModelSource open(Path model) {
    return ModelSources.open(model, files -> "sha256:", ModelSources.Resolver.NONE);
  }

  private static int header(String file, byte[] whole) {
    UnaryOperator<Integer> within = size -> Math.min(size, whole.length);
    if (file.endsWith(".safetensors")) {
      return within.apply(8 + (whole[0] & 0xff | (whole[1] & 0xff) << 8));
    }
    return file.endsWith(".gguf") ? within.apply(9240) : whole.length;
  }

  private Path copy(String fixture) throws IOException {
    try (var files = Files.list(FIXTURES.resolve(fixture))) {
      for (Path file : files.filter(found -> !found.endsWith("golden.json")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }
}
