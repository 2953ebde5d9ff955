package dev.isthmus.cli.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process tells Prometheus. */
public final class Exposed {

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI page;

  /**
   * @param process its address, without a path
   */
  public Exposed(URI process) {
    page = process.resolve("/q/metrics");
  }

  /** The samples of a name, added up; 0 where it has none, or the process does not answer. */
  public double sum(String name) throws InterruptedException {
    return samples(name, "[^}]*").values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The samples of a name that have a label, added up for each of its values. */
  public Map<String, Double> by(String name, String label) throws InterruptedException {
    return samples(name, "[^}]*\\b" + label + "=\"([^\"]*)\"[^}]*");
  }

  private Map<String, Double> samples(String name, String labels) throws InterruptedException {
    Matcher found =
        Pattern.compile("(?m)^%s(?:\\{%s})? (\\S+)$".formatted(Pattern.quote(name), labels))
            .matcher(body());
    Map<String, Double> sums = new TreeMap<>();
    while (found.find()) {
      String value = found.groupCount() > 1 ? found.group(1) : "";
      sums.merge(value, Double.parseDouble(found.group(found.groupCount())), Double::sum);
    }
    return sums;
  }

  private String body() throws InterruptedException {
    try {
      return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    }
  }
}
