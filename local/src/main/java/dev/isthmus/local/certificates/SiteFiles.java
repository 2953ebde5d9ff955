package dev.isthmus.local.certificates;

import java.nio.file.Path;
import java.util.Map;

/**
 * A site's identity, as PEM files.
 *
 * @param authority whom its peers' certificates come from
 */
public record SiteFiles(Path certificate, Path key, Path authority) {

  /** What its agents and routers are told. */
  public Map<String, String> variables() {
    return Map.of(
        "ISTHMUS_TLS_CERT", certificate.toString(),
        "ISTHMUS_TLS_KEY", key.toString(),
        "ISTHMUS_TLS_CA", authority.toString());
  }
}
