package dev.isthmus.engine.fetch;

import java.net.URI;

/**
 * Where a wheel is.
 *
 * @param sha256 in hex, or empty where it is not known
 */
record Wheel(URI address, String sha256) {

  String fileName() {
    String path = address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
