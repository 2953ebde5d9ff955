package dev.isthmus.router.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.text.JinjaTemplate;
import dev.isthmus.engine.text.ModelTokenizer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API as a client sees it, over HTTP, to a verifier over gRPC. */
@QuarkusTest
@QuarkusTestResource(RoutedWorker.class)
class ApiIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT =
      "{\"model\":\"toy\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"seed\":7,"
          + "\"max_tokens\":20";

  @TestHTTPResource URI base;

  private final HttpClient http = HttpClient.newHttpClient();
  private ModelTokenizer tokenizer;

  @BeforeEach
  void ready() throws Exception {
    tokenizer = ModelTokenizer.of(RoutedWorker.tokenizer());
    Serving.await(http, base);
  }

  @Test
  void aWholeAnswerHasTheTextTheCountsAndTheHeaders() throws Exception {
    HttpResponse<String> response = chat(CHAT + "}", "cloud");
    JsonNode answer = JSON.readTree(response.body());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(expected(7, 20));
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(20);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(prompt().length);
    assertThat(answer.at("/usage/prompt_tokens_details/cached_tokens").asInt()).isZero();
    assertThat(answer.at("/system_fingerprint").asText()).isEqualTo("toy-class");
    assertThat(header(response, "x-isthmus-mode")).isEqualTo("cloud");
    assertThat(header(response, "x-isthmus-reason")).isEqualTo("cloud was asked for");
    assertThat(header(response, "x-isthmus-seed")).isEqualTo("7");
    assertThat(header(response, "x-isthmus-rounds")).isEqualTo("0");
    assertThat(header(response, "x-isthmus-session")).hasSize(24);
  }

  @Test
  void thePageAndWhatItNamesComeFromTheRouterAlone() throws Exception {
    String page = get("/").body();
    assertThat(page).contains("<title>Isthmus</title>").doesNotContain("://");
    List<String> parts =
        Pattern.compile("(?:src|href)=\"([a-z.]+)\"")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(parts).containsExactly("chat.css", "page.js");
    for (String part : List.of("chat.css", "page.js", "answers.js")) {
      assertThat(get("/" + part).statusCode()).as(part).isEqualTo(200);
      assertThat(get("/" + part).body()).as(part).doesNotContain("://");
    }
  }

  @Test
  void aDraftedAnswerIsTheSameAndSaysHowManyRoundsItTook() throws Exception {
    HttpResponse<String> response = chat(CHAT + "}", "edge-draft");
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(expected(7, 20));
    assertThat(header(response, "x-isthmus-mode")).isEqualTo("edge-draft");
    assertThat(Integer.parseInt(header(response, "x-isthmus-rounds"))).isBetween(3, 19);
    assertThat(Integer.parseInt(header(response, "x-isthmus-accepted"))).isPositive();
  }

  @Test
  void aStreamEndsWithUsageACommentAndDone() throws Exception {
    String body = CHAT + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    HttpResponse<String> response = chat(body, "edge-draft");
    List<String> lines = response.body().lines().filter(line -> !line.isEmpty()).toList();
    assertThat(header(response, "content-type")).startsWith("text/event-stream");
    assertThat(lines.get(lines.size() - 1)).isEqualTo("data: [DONE]");
    assertThat(lines.get(lines.size() - 2))
        .matches(
            ": isthmus mode=edge-draft reason=\".*\" drafted=\\d+ accepted=\\d+ rounds=\\d+.*");
    JsonNode usage = JSON.readTree(lines.get(lines.size() - 3).substring(6));
    assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(20);
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(0, lines.size() - 3)) {
      JsonNode chunk = JSON.readTree(line.substring(6));
      assertThat(chunk.get("object").asText()).isEqualTo("chat.completion.chunk");
      assertThat(chunk.get("usage").isNull()).isTrue();
      text.append(chunk.at("/choices/0/delta/content").asText(""));
    }
    assertThat(text.toString()).isEqualTo(expected(7, 20));
  }

  @Test
  void acceptedDraftsAreShownWhereThatIsAskedFor() throws Exception {
    HttpRequest request =
        post("/v1/chat/completions", CHAT + ",\"stream\":true}")
            .header("x-isthmus-mode", "edge-draft")
            .header("x-isthmus-show-draft", "true")
            .build();
    String body = http.send(request, BodyHandlers.ofString()).body();
    assertThat(body).contains("\"isthmus\":{\"pieces\":[{\"text\":", "\"accepted\":true");
  }

  @Test
  void logprobsComeInBothShapes() throws Exception {
    JsonNode chat =
        JSON.readTree(chat(CHAT + ",\"logprobs\":true,\"top_logprobs\":2}", "cloud").body());
    JsonNode first = chat.at("/choices/0/logprobs/content/0");
    assertThat(first.get("logprob").asDouble()).isEqualTo(-0.25);
    assertThat(first.get("top_logprobs")).hasSize(2);
    assertThat(first.get("bytes")).hasSize(1);
    String body = "{\"model\":\"toy\",\"prompt\":\"hi\",\"logprobs\":1,\"max_tokens\":3}";
    JsonNode text = JSON.readTree(send(post("/v1/completions", body).build()).body());
    assertThat(text.at("/choices/0/logprobs/tokens")).hasSize(3);
    assertThat(text.at("/choices/0/logprobs/text_offset/2").asInt()).isEqualTo(2);
    assertThat(text.at("/choices/0/logprobs/top_logprobs/0")).hasSize(1);
  }

  @Test
  void modelsAreListedAndFound() throws Exception {
    JsonNode list = JSON.readTree(get("/v1/models").body());
    assertThat(list.at("/data/0/id").asText()).isEqualTo("toy");
    assertThat(JSON.readTree(get("/v1/models/toy").body()).get("created").asLong())
        .isEqualTo(1_700_000_000);
    assertThat(JSON.readTree(get("/v1/models/default/toy").body()).get("id").asText())
        .isEqualTo("toy");
    assertThat(get("/v1/models/other").statusCode()).isEqualTo(404);
  }

  @Test
  void whatDoesNotFitIsRefusedWithWhatWould() throws Exception {
    int fits = RoutedWorker.CONTEXT - prompt().length;
    HttpResponse<String> more =
        chat(CHAT.replace("\"max_tokens\":20", "\"max_tokens\":600") + "}", "cloud");
    assertThat(more.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(more.body()).get("error");
    assertThat(error.get("param").asText()).isEqualTo("max_tokens");
    assertThat(error.get("message").asText()).contains("at most " + fits + " fit");
    HttpResponse<String> prompt = chat(CHAT.replace("hello", "hello ".repeat(600)) + "}", "cloud");
    assertThat(JSON.readTree(prompt.body()).at("/error/code").asText())
        .isEqualTo("context_length_exceeded");
  }

  @Test
  void unverifiedTextIsRefusedWhereTheServiceAllowsNone() throws Exception {
    HttpResponse<String> response =
        send(
            post("/v1/chat/completions", CHAT + "}")
                .header("x-isthmus-offline", "edge-only")
                .build());

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(response.body()).get("error");
    assertThat(error.get("param").asText()).isEqualTo("x-isthmus-offline");
    assertThat(error.get("message").asText()).endsWith("(its spec.offline.mode is not EdgeOnly)");
  }

  @Test
  void badRequestsGetOpenAisErrorShape() throws Exception {
    Map<String, Integer> bad =
        Map.of(
            "{",
            400,
            "{\"model\":\"toy\",\"messages\":[]}",
            400,
            CHAT + ",\"temperature\":NaN}",
            400,
            CHAT.replace("\"toy\"", "\"nobody\"") + "}",
            404,
            "x".repeat(10_000_000),
            413);
    for (Map.Entry<String, Integer> one : bad.entrySet()) {
      HttpResponse<String> response = chat(one.getKey(), "cloud");
      assertThat(response.statusCode()).isEqualTo(one.getValue());
      JsonNode error = JSON.readTree(response.body()).get("error");
      assertThat(error.get("message").asText()).isNotEmpty();
      assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    }
    assertThat(chat(CHAT + "}", "warp").statusCode()).isEqualTo(400);
    assertThat(get("/v1/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aClientThatGoesAwayEndsItsSession() throws Exception {
    RoutedWorker.verifier().holdAt(prompt().length + 5);
    try {
      HttpClient leaving = HttpClient.newHttpClient();
      HttpRequest request =
          post("/v1/chat/completions", CHAT + ",\"stream\":true}")
              .header("x-isthmus-mode", "cloud")
              .build();
      try (InputStream in = leaving.send(request, BodyHandlers.ofInputStream()).body()) {
        assertThat(in.read()).isEqualTo('d');
      }
      RoutedWorker.verifier().awaitSessions(0);
    } finally {
      RoutedWorker.verifier().holdAt(Integer.MAX_VALUE);
    }
  }

  @Test
  void metricsCountRequestsByMode() throws Exception {
    chat(CHAT + "}", "cloud");
    assertThat(get("/q/metrics").body())
        .contains("isthmus_router_requests_total{mode=\"cloud\",service=\"default/toy\"}")
        .contains("isthmus_router_tokens_total{service=\"default/toy\"}");
  }

  @Test
  void variablesReachTheChatTemplateThatReadsThem() throws Exception {
    Map<String, Object> quick = Map.of("enable_thinking", false);
    HttpResponse<String> response =
        chat(CHAT + ",\"chat_template_kwargs\":{\"enable_thinking\":false}}", "cloud");
    assertThat(JSON.readTree(response.body()).at("/usage/prompt_tokens").asInt())
        .isEqualTo(prompt(quick).length)
        .isGreaterThan(prompt().length);
    HttpResponse<String> unknown =
        chat(CHAT + ",\"chat_template_kwargs\":{\"messages\":[],\"thinking\":1}}", "cloud");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(unknown.body()).at("/error/message").asText())
        .isEqualTo(
            "chat_template_kwargs.messages is nothing that the model's chat template reads; leave it out");
  }

  private int[] prompt() throws IOException {
    return prompt(Map.of());
  }

  private int[] prompt(Map<String, Object> variables) throws IOException {
    String rendered =
        new JinjaTemplate(RoutedWorker.template(), Clock.systemUTC())
            .render(
                List.of(new dev.isthmus.engine.text.ChatTemplate.Message("user", "hello")),
                true,
                variables);
    return tokenizer.encode(rendered, false);
  }

  private String expected(long seed, int tokens) throws IOException {
    int[] prompt = prompt();
    return tokenizer.decode(
        RoutedWorker.MODEL.generate(prompt, seed, prompt.length + tokens).stream()
            .mapToInt(Integer::intValue)
            .toArray());
  }

  private HttpResponse<String> chat(String body, String mode) throws Exception {
    return send(post("/v1/chat/completions", body).header("x-isthmus-mode", mode).build());
  }

  private HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(base.resolve(path)).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
