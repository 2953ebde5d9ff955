package dev.isthmus.local.process;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A process ended that nobody had asked to.
 *
 * @param code its exit code; 128 and more: a signal
 * @param restartIn when it is started again
 */
public record ChildExit(String name, int code, Path log, Duration restartIn) {

  /** For a person. */
  public String oneLine() {
    return "%s ended unasked (exit code %d) and is started again in %.1f s; its log: %s"
        .formatted(name, code, restartIn.toMillis() / 1000.0, log);
  }
}
