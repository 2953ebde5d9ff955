package dev.isthmus.cli.settings;

import java.nio.file.Path;
import java.util.Map;

/**
 * Folders of this person's Isthmus.
 *
 * @param home the checkout: samples, the demo draft, the built parts
 * @param instance what one {@code up} writes: logs, state, process ids
 * @param cache models and prepared weights, shared by all instances
 */
public record Places(Path home, Path instance, Path cache) {

  /**
   * From {@code ISTHMUS_HOME}, {@code ISTHMUS_STATE} and {@code ISTHMUS_CACHE}, or the defaults.
   */
  public static Places of(Map<String, String> environment, Path userHome, Path workingFolder) {
    return new Places(
        folder(environment, "ISTHMUS_HOME", workingFolder),
        folder(environment, "ISTHMUS_STATE", userHome.resolve(".local/state/isthmus/default")),
        folder(environment, "ISTHMUS_CACHE", userHome.resolve(".cache/isthmus")));
  }

  /** Of this process. */
  public static Places standard() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")), Path.of(""));
  }

  /** The demo: one cloud site, one edge site, one service. */
  public Path quickstart() {
    return home.resolve("k8s/samples/quickstart.yaml");
  }

  private static Path folder(Map<String, String> environment, String name, Path standard) {
    String value = environment.get(name);
    Path folder = value == null || value.isBlank() ? standard : Path.of(value);
    return folder.toAbsolutePath().normalize();
  }
}
