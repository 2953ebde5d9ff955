package dev.isthmus.engine.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubFetchTest {

  private static final String LISTING = "/api/models/org/name/revision/main?blobs=true";

  @TempDir Path folder;
  private LoopbackServer hub;
  private LoopbackServer store;

  @BeforeEach
  void serve() throws IOException {
    hub = new LoopbackServer();
    store = new LoopbackServer();
    hub.put("/org/name/resolve/c0ffee/config.json", "{}".getBytes(UTF_8));
    hub.redirect("/org/name/resolve/c0ffee/model.safetensors", store.url("/blob"));
    store.put("/blob", "weights".getBytes(UTF_8));
  }

  @AfterEach
  void stop() {
    hub.close();
    store.close();
  }

  private void list(String... entries) {
    String listing = "{\"sha\":\"c0ffee\",\"siblings\":[" + String.join(",", entries) + "]}";
    hub.put(LISTING, listing.getBytes(UTF_8));
  }

  private static String entry(String name, String sha256) {
    String lfs = sha256.isEmpty() ? "" : ",\"lfs\":{\"sha256\":\"" + sha256 + "\"}";
    return "{\"rfilename\":\"" + name + "\"" + lfs + "}";
  }

  private ModelFetcher fetcher() {
    return new ModelFetcher(hub.settings(folder, "secret", List.of("python3")));
  }

  private String weightsDigest() throws IOException {
    return Sha256.of(Files.write(folder.resolve("weights"), "weights".getBytes(UTF_8)));
  }

  @Test
  void aModelIsTheFilesThatAnEngineReadsAndNothingElse() throws IOException {
    list(
        entry("config.json", ""),
        entry("model.safetensors", weightsDigest()),
        entry("README.md", ""),
        entry("onnx/model.safetensors", ""),
        entry("pytorch_model.bin", ""));
    Path model = fetcher().fetch("hf:org/name", "", FetchListener.NONE);
    assertThat(model.resolve("config.json")).hasContent("{}");
    assertThat(model.resolve("model.safetensors")).hasContent("weights");
    hub.close();
    assertThat(fetcher().fetch("hf:org/name", "", FetchListener.NONE)).isEqualTo(model);
  }

  @Test
  void ofWeightsThatAreThereTwiceTheIndexedOnesAreFetched() throws IOException {
    list(
        entry("config.json", ""),
        entry("consolidated.safetensors", ""),
        entry("model-00001-of-00001.safetensors", weightsDigest()),
        entry("model.safetensors.index.json", ""));
    hub.put(
        "/org/name/resolve/c0ffee/model.safetensors.index.json",
        "{\"weight_map\":{\"a\":\"model-00001-of-00001.safetensors\"}}".getBytes(UTF_8));
    hub.redirect("/org/name/resolve/c0ffee/model-00001-of-00001.safetensors", store.url("/blob"));
    Path model = fetcher().fetch("hf:org/name", "", FetchListener.NONE);
    assertThat(model.resolve("model-00001-of-00001.safetensors")).hasContent("weights");
    assertThat(model.resolve("consolidated.safetensors")).doesNotExist();
  }

  @Test
  void theTokenIsShownToTheHubAlone() throws IOException {
    list(entry("config.json", ""), entry("model.safetensors", weightsDigest()));
    fetcher().fetch("hf:org/name", "", FetchListener.NONE);
    assertThat(hub.authorizations)
        .containsExactly(
            LISTING + " Bearer secret",
            "/org/name/resolve/c0ffee/config.json Bearer secret",
            "/org/name/resolve/c0ffee/model.safetensors Bearer secret");
    assertThat(store.authorizations).isEmpty();
  }

  @Test
  void weightsOtherThanTheListingSaysAreRefused() {
    list(entry("config.json", ""), entry("model.safetensors", "0".repeat(64)));
    assertThatThrownBy(() -> fetcher().fetch("hf:org/name", "", FetchListener.NONE))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("instead of 0000");
  }

  @Test
  void aRepositoryWithoutWeightsIsRefusedWithTheWayOut() {
    list(entry("config.json", ""), entry("m.gguf", ""));
    assertThatThrownBy(() -> fetcher().fetch("hf:org/name", "", FetchListener.NONE))
        .hasMessage(
            "hf:org/name@main: has no .safetensors file; name one .gguf file as hf:org/name/FILE.");
  }

  @Test
  void oneFileOfARepositoryIsFetchedAlone() throws IOException {
    list(entry("model.safetensors", weightsDigest()));
    Path file = fetcher().fetch("hf:org/name/model.safetensors", "", FetchListener.NONE);
    assertThat(file).hasContent("weights");
  }
}
