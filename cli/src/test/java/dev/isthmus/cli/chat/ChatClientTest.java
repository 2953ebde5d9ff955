package dev.isthmus.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatClientTest {

  private HttpServer server;
  private ChatClient client;
  private String asked;
  private String showDraft;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    client =
        new ChatClient(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), () -> 0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aQuestionCarriesWhatWasSetAndNothingElse() throws IOException {
    serve(200, "data: {\"choices\":[{\"delta\":{\"content\":\"red\"}}]}\n\ndata: [DONE]\n\n");

    Answer answer =
        client.ask(
            new Question("chat", List.of(Message.user("A colour?")), 0.0, 7L, null, "cloud", true),
            (text, accepted) -> {});

    assertThat(answer.text()).isEqualTo("red");
    assertThat(Json.read(asked))
        .isEqualTo(
            Json.read(
                """
                {"model":"chat","messages":[{"role":"user","content":"A colour?"}],
                 "temperature":0.0,"seed":7,"stream":true,"stream_options":{"include_usage":true}}
                """));
    assertThat(showDraft).isEqualTo("true");
  }

  @Test
  void aRefusalIsShownInTheRoutersWords() {
    serve(400, "{\"error\":{\"message\":\"max_tokens is 0; at least 1\"}}");
    assertThatThrownBy(() -> ask("hello"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("answers 400: max_tokens is 0; at least 1");
  }

  @Test
  void nobodyThereIsSaidWithTheWayOut() {
    server.stop(0);
    assertThatThrownBy(() -> ask("hello")).hasMessageContaining("isthmus up starts it");
  }

  @Test
  void aRouterWithoutModelsSaysSo() {
    server.createContext("/v1/models", exchange -> reply(exchange, 200, "{\"data\":[]}"));
    assertThatThrownBy(client::firstModel).hasMessageContaining("serves no model yet");
  }

  private void ask(String text) {
    client.ask(
        new Question("chat", List.of(Message.user(text)), null, null, null, null, false),
        (piece, accepted) -> {});
  }

  private void serve(int status, String body) {
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          showDraft = exchange.getRequestHeaders().getFirst("x-isthmus-show-draft");
          reply(exchange, status, body);
        });
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
