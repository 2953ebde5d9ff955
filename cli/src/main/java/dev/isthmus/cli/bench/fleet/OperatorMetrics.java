package dev.isthmus.cli.bench.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What the operator tells Prometheus. */
final class OperatorMetrics {

  private static final String TAKEN = "isthmus_operator_records_total{topic=\"heartbeats\"}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI page;

  /**
   * @param operator its address, without a path
   */
  OperatorMetrics(URI operator) {
    page = operator.resolve("/q/metrics");
  }

  /** How many heartbeats it has taken in since it started; 0 where it does not answer. */
  long heartbeats() throws InterruptedException {
    try {
      return client
          .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(TAKEN))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
