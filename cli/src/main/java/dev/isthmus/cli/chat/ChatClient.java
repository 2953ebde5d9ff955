package dev.isthmus.cli.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A router's API, as far as a conversation needs it. */
public final class ChatClient {

  private static final int OK = 200;

  private final URI base;
  private final LongSupplier nanos;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * @param base such as {@code http://127.0.0.1:8080}
   * @param nanos a monotonic clock
   */
  public ChatClient(URI base, LongSupplier nanos) {
    String text = base.toString();
    this.base = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
    this.nanos = nanos;
  }

  /** The first model that the router serves. */
  public String firstModel() {
    HttpResponse<String> response = send(get("/v1/models"), BodyHandlers.ofString());
    JsonNode models = tree(response).path("data");
    if (models.isEmpty()) {
      throw new CliException(
          base + " serves no model yet; isthmus status says what it is waiting for");
    }
    return models.path(0).path("id").asText();
  }

  /** Asks, and hands on the answer as it comes. */
  public Answer ask(Question question, AnswerListener listener) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question.body()));
    if (question.showDraft()) {
      request.header("x-isthmus-show-draft", "true");
    }
    if (question.mode() != null) {
      request.header("x-isthmus-mode", question.mode());
    }
    if (question.offline() != null) {
      request.header("x-isthmus-offline", question.offline());
    }
    long asked = nanos.getAsLong();
    HttpResponse<Stream<String>> response = send(request.build(), BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      if (response.statusCode() != OK) {
        throw refusal(response.statusCode(), lines.collect(Collectors.joining("\n")));
      }
      AnswerReader reader =
          new AnswerReader(
              response.headers().firstValue("x-isthmus-mode").orElse(""),
              response.headers().firstValue("x-isthmus-reason").orElse(""),
              listener,
              nanos,
              asked);
      lines.forEach(reader::line);
      return reader.answer();
    } catch (java.io.UncheckedIOException e) {
      throw new CliException("the connection to " + base + " broke off in the answer", e);
    }
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(10)).build();
  }

  private JsonNode tree(HttpResponse<String> response) {
    if (response.statusCode() != OK) {
      throw refusal(response.statusCode(), response.body());
    }
    try {
      return Json.read(response.body());
    } catch (JsonProcessingException e) {
      throw new CliException(base + " does not answer like an OpenAI API", e);
    }
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (ConnectException e) {
      throw new CliException("nothing answers at " + base + "; isthmus up starts it", e);
    } catch (IOException e) {
      throw new CliException("no answer from " + base + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    }
  }

  private CliException refusal(int status, String body) {
    String message = body;
    try {
      message = Json.read(body).path("error").path("message").asText(body);
    } catch (JsonProcessingException e) {
      // some other server's error page: shown as it is
    }
    return new CliException("%s answers %d: %s".formatted(base, status, message.strip()));
  }
}
