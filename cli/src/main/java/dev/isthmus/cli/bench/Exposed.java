package dev.isthmus.cli.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process told Prometheus at one moment. */
public final class Exposed {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{([^}]*)})? (\\S+)");

  private final List<Sample> samples;

  private record Sample(String name, String labels, String text) {
    double value() {
      return Double.parseDouble(text);
    }
  }

  private Exposed(List<Sample> samples) {
    this.samples = samples;
  }

  /**
   * Asks it; nothing is exposed where it does not answer.
   *
   * @param process its address, without a path
   */
  public static Exposed by(URI process) throws InterruptedException {
    HttpRequest page = HttpRequest.newBuilder(process.resolve("/q/metrics")).build();
    try {
      return new Exposed(
          SAMPLE
              .matcher(CLIENT.send(page, BodyHandlers.ofString()).body())
              .results()
              .map(
                  found ->
                      new Sample(
                          found.group(1),
                          found.group(2) == null ? "" : found.group(2),
                          found.group(3)))
              .toList());
    } catch (IOException e) {
      return new Exposed(List.of());
    }
  }

  /** The names of all samples. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples.forEach(sample -> names.add(sample.name()));
    return names;
  }

  /** The samples of a name, added up; 0 where it has none. */
  public double sum(String name) {
    return of(name).mapToDouble(Sample::value).sum();
  }

  /** The samples of a name that have a label, added up for each of its values. */
  public Map<String, Double> sums(String name, String label) {
    Pattern wanted = Pattern.compile("(?:^|,)" + label + "=\"([^\"]*)\"");
    Map<String, Double> sums = new TreeMap<>();
    of(name)
        .forEach(
            sample -> {
              Matcher found = wanted.matcher(sample.labels());
              if (found.find()) {
                sums.merge(found.group(1), sample.value(), Double::sum);
              }
            });
    return sums;
  }

  private Stream<Sample> of(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name));
  }
}
