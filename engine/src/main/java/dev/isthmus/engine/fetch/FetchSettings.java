package dev.isthmus.engine.fetch;

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
 * @param python the command that starts a Python with pip
 * @param pause between attempts that brought nothing
 */
public record FetchSettings(
    Path cacheDir, Path home, URI hub, String hubToken, List<String> python, Pause pause) {

  /**
   * The settings that an environment names: HF_ENDPOINT, HF_TOKEN, ISTHMUS_PYTHON.
   *
   * @param environment such as {@link System#getenv()}
   */
  public static FetchSettings of(
      Path cacheDir, Path home, Map<String, String> environment, Pause pause) {
    String hub = environment.getOrDefault("HF_ENDPOINT", "https://huggingface.co");
    return new FetchSettings(
        cacheDir,
        home,
        URI.create(hub.endsWith("/") ? hub.substring(0, hub.length() - 1) : hub),
        environment.getOrDefault("HF_TOKEN", ""),
        List.of(environment.getOrDefault("ISTHMUS_PYTHON", "python3")),
        pause);
  }
}
