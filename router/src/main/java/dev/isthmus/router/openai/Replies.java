package dev.isthmus.router.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Failure;
import dev.isthmus.router.session.Head;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Bytes and headers that all answers share. */
final class Replies {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RETRY_AFTER_SECONDS = 2;

  private Replies() {}

  static void json(HttpServerResponse response, int status, JsonNode body) {
    response
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(Buffer.buffer(bytes(body)));
  }

  static void error(HttpServerResponse response, ApiException e) {
    if (e.retryAfterSeconds() > 0) {
      response.putHeader("retry-after", Integer.toString(e.retryAfterSeconds()));
    }
    json(response, e.status(), error(e));
  }

  static ObjectNode error(ApiException e) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("error")
        .put("message", e.getMessage())
        .put("type", e.type())
        .put("param", e.param())
        .put("code", e.code());
    return root;
  }

  static ApiException of(Failure failure) {
    return switch (failure.kind()) {
      case UNREACHABLE -> ApiException.unavailable(failure.message(), RETRY_AFTER_SECONDS);
      case REFUSED -> ApiException.invalid(null, failure.message());
      case BROKEN -> ApiException.broken(failure.message());
    };
  }

  static void head(HttpServerResponse response, Head head) {
    response
        .putHeader("x-isthmus-session", head.session())
        .putHeader("x-isthmus-seed", Long.toString(head.seed()))
        .putHeader("x-isthmus-mode", head.mode())
        .putHeader("x-isthmus-reason", head.reason());
  }

  static void counts(HttpServerResponse response, Completion completion) {
    response
        .putHeader("x-isthmus-mode", completion.mode())
        .putHeader("x-isthmus-reason", completion.reason())
        .putHeader("x-isthmus-drafted", Long.toString(completion.drafted()))
        .putHeader("x-isthmus-accepted", Long.toString(completion.accepted()))
        .putHeader("x-isthmus-rounds", Long.toString(completion.rounds()));
  }

  static byte[] bytes(JsonNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot be written", e);
    }
  }
}
