package dev.isthmus.engine.source;

import java.nio.file.Path;
import java.util.Set;

/** The digest of a model's files; hashing hundreds of megabytes is done once and remembered. */
@FunctionalInterface
public interface Digest {

  /**
   * @return "sha256:&lt;hex&gt;": of one file its own hash, of several the hash over their names
   *     and hashes in order
   */
  String of(Set<Path> files);
}
