package dev.isthmus.engine.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.source.ModelRefusedException;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {

  @TempDir Path folder;

  private static Proxy proxy(Map<String, String> environment, String address) {
    return new EnvironmentProxies(environment).select(URI.create(address)).get(0);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https_proxy, http://p:3128, https://a.example/x, HTTP @ p/<unresolved>:3128",
        "HTTPS_PROXY, p:3128, https://a.example/x, HTTP @ p/<unresolved>:3128",
        "all_proxy, socks5://p, http://a.example/x, SOCKS @ p/<unresolved>:1080",
        "http_proxy, http://p:3128, https://a.example/x, DIRECT",
        "https_proxy, '', https://a.example/x, DIRECT"
      })
  void aVariableSaysTheProxyOfItsScheme(String name, String value, String address, String proxy) {
    assertThat(proxy(Map.of(name, value), address)).hasToString(proxy);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, https://example.com/x, true",
    "example.com, https://a.example.com/x, true",
    ".example.com, https://a.example.com/x, true",
    "'b.test, *.example.com', https://a.example.com/x, true",
    "example.com, https://notexample.com/x, false",
    "example.com:8443, https://example.com:8443/x, true",
    "example.com:443, https://example.com/x, true",
    "example.com:8443, https://example.com/x, false",
    "*, https://anything.test/x, true",
    "my_store, https://my_store/x, true",
    "'', https://127.0.0.1:5/x, true",
    "'', https://localhost/x, true",
    "'', https://example.com/x, false"
  })
  void hostsMayBeExempt(String exempt, String address, boolean direct) {
    Map<String, String> environment =
        Map.of("https_proxy", "http://127.0.0.1:1", "no_proxy", exempt);
    assertThat(proxy(environment, address).equals(Proxy.NO_PROXY)).isEqualTo(direct);
  }

  @Test
  void aModelIsFetchedThroughTheProxy() throws IOException {
    try (LoopbackServer proxy = new LoopbackServer()) {
      proxy.put("http://models.invalid/m.gguf", "weights".getBytes(UTF_8));
      assertThat(fetch(Map.of("http_proxy", proxy.url("")))).hasContent("weights");
      assertThat(proxy.requests).contains("http://models.invalid/m.gguf");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://me:secret@p:1, 'http_proxy has a password, which is not supported; name a proxy that asks for none'",
    "'http://', 'http_proxy is http://; it must be an address as http://HOST:PORT'"
  })
  void aProxyThatCannotBeUsedIsNamed(String value, String message) {
    assertThatThrownBy(() -> fetch(Map.of("http_proxy", value)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  private Path fetch(Map<String, String> environment) {
    FetchSettings settings =
        FetchSettings.of(folder.resolve("cache"), folder, environment, time -> {});
    return new ModelFetcher(settings).fetch("http://models.invalid/m.gguf", "", FetchListener.NONE);
  }
}
