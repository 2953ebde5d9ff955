package dev.isthmus.cli.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus would read from a process. */
public final class ExposedMetrics {

  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]");

  private ExposedMetrics() {}

  /**
   * The names of all samples of a running process.
   *
   * @param log its log, which has the address
   */
  public static Set<String> of(Path log) throws IOException {
    Matcher samples = SAMPLE.matcher(page(log));
    Set<String> names = new TreeSet<>();
    while (samples.find()) {
      names.add(samples.group(1));
    }
    return names;
  }

  /** The value of a sample without labels but the common ones. */
  public static double value(Path log, String name) throws IOException {
    Matcher sample = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(page(log));
    if (!sample.find()) {
      throw new AssertionError(name + " is not exposed");
    }
    return Double.parseDouble(sample.group(1));
  }

  private static String page(Path log) throws IOException {
    Matcher listening = LISTENING.matcher(Files.readString(log));
    String address = null;
    while (listening.find()) {
      address = listening.group(1); // the last start's
    }
    if (address == null) {
      throw new AssertionError(log + " does not say where the process listens");
    }
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(address + "/q/metrics")).build(),
              BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
