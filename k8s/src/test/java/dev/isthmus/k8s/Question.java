package dev.isthmus.k8s;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A question to the router, whose answer streams. */
final class Question {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int UNAVAILABLE = 503;

  private final CompletableFuture<Optional<String>> answer;

  /**
   * @param router its address, without a slash at its end
   */
  Question(String router, int tokens) {
    String body =
        """
        {"model": "chat", "stream": true, "temperature": 1.0, "seed": 1, "max_tokens": %d,
         "messages": [{"role": "user", "content": "Write a very long story about the sea."}]}
        """
            .formatted(tokens);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(router + "/v1/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(this::read)
            .exceptionallyCompose(
                failure ->
                    failure.getCause() instanceof ConnectException
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(failure));
  }

  private Optional<String> read(HttpResponse<InputStream> answer) {
    if (answer.statusCode() == UNAVAILABLE) {
      return Optional.empty();
    }
    StringBuilder whole = new StringBuilder();
    boolean ended = false;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ended |= line.equals("data: [DONE]");
        if (answer.statusCode() != 200 || line.contains("\"error\"")) {
          throw new AssertionError(answer.statusCode() + ": " + line);
        }
        if (line.startsWith("data: {")) {
          whole.append(
              JSON.readTree(line.substring("data: ".length()))
                  .at("/choices/0/delta/content")
                  .asText(""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!ended) {
      throw new AssertionError("the stream broke off after: " + whole);
    }
    return Optional.of(whole.toString());
  }

  /** The whole answer; nothing from a router that stops, which clients ask again. */
  Optional<String> answer() {
    return answer.join();
  }

  /** The whole answer of a router that stays. */
  String text() {
    return answer().orElseThrow(() -> new AssertionError("nobody answered"));
  }
}
