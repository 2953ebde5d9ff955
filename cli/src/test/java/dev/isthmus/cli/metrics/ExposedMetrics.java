package dev.isthmus.cli.metrics;

import dev.isthmus.cli.bench.Exposed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus would read from a process. */
public final class ExposedMetrics {

  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

  private ExposedMetrics() {}

  /**
   * The names of all samples of a running process.
   *
   * @param log its log, which has the address
   */
  public static Set<String> of(Path log) {
    return read(log).names();
  }

  /** The value of a sample, all its labels together. */
  public static double value(Path log, String name) {
    Exposed exposed = read(log);
    if (!exposed.names().contains(name)) {
      throw new AssertionError(name + " is not exposed");
    }
    return exposed.sum(name);
  }

  private static Exposed read(Path log) {
    try {
      Matcher listening = LISTENING.matcher(Files.readString(log));
      String address = null;
      while (listening.find()) {
        address = listening.group(1); // the last start's
      }
      if (address == null) {
        throw new AssertionError(log + " does not say where the process listens");
      }
      return Exposed.by(URI.create(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
