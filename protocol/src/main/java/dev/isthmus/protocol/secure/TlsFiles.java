package dev.isthmus.protocol.secure;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a process finds its identity.
 *
 * @param certificate PEM, this process's first, then what leads to the authority
 * @param key PEM, PKCS #8
 * @param authority PEM, whom peers' certificates must come from; several while one replaces another
 */
public record TlsFiles(Path certificate, Path key, Path authority) {

  private static final List<String> NAMES =
      List.of("isthmus.tls.cert", "isthmus.tls.key", "isthmus.tls.ca");

  /**
   * @param setting a setting's value by its name
   * @return empty where none of the three is set
   * @throws IllegalArgumentException where some are set and some are not
   */
  public static Optional<TlsFiles> of(Function<String, Optional<String>> setting) {
    List<String> missing = NAMES.stream().filter(name -> setting.apply(name).isEmpty()).toList();
    if (missing.size() == NAMES.size()) {
      return Optional.empty();
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is not set; TLS takes all of %s, or none of them for plain text"
              .formatted(String.join(" and ", missing), String.join(", ", NAMES)));
    }
    List<Path> files = NAMES.stream().map(name -> Path.of(setting.apply(name).get())).toList();
    return Optional.of(new TlsFiles(files.get(0), files.get(1), files.get(2)));
  }
}
