package dev.isthmus.router.openai;

import dev.isthmus.router.route.Served;
import dev.isthmus.router.session.Client;
import dev.isthmus.router.session.GenerationRequest;
import dev.isthmus.router.session.Sessions;
import dev.isthmus.router.session.Sessions.Start;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Answers both generating endpoints. */
final class Generations {

  private static final Logger LOG = Logger.getLogger(Generations.class);
  private static final int RETRY_AFTER_SECONDS = 1;

  private final Sessions sessions;
  private final Requests requests;
  private final long bodyLimit;

  Generations(Sessions sessions, Requests requests, long bodyLimit) {
    this.sessions = sessions;
    this.requests = requests;
    this.bodyLimit = bodyLimit;
  }

  /** One endpoint: how it reads requests and writes answers. */
  record Endpoint(Function<byte[], Asked> read, Function<Optional<Logprobs>, AnswerShape> shape) {}

  void handle(HttpServerRequest request, Endpoint endpoint) {
    BodyReader.read(
        request,
        bodyLimit,
        body -> begin(request, endpoint, body),
        () -> Replies.error(request.response(), ApiException.tooLarge(bodyLimit)));
  }

  private void begin(HttpServerRequest request, Endpoint endpoint, byte[] body) {
    HttpServerResponse response = request.response();
    // Set before the session can write: an answer that is over takes no handler any more.
    AtomicReference<Future<?>> running = new AtomicReference<>();
    response.closeHandler(gone -> cancel(running.get()));
    Start start = sessions.start(() -> generate(request, endpoint, body));
    if (start instanceof Start.Started started) {
      running.set(started.running());
      if (response.closed() && !response.ended()) {
        cancel(started.running());
      }
    } else {
      Sessions.Refusal why = ((Start.Refused) start).why();
      Replies.error(response, ApiException.unavailable(text(why), RETRY_AFTER_SECONDS));
    }
  }

  private static void cancel(Future<?> running) {
    if (running != null) {
      running.cancel(true);
    }
  }

  /** On the session's thread: reading a large request takes a while too. */
  private void generate(HttpServerRequest request, Endpoint endpoint, byte[] body) {
    HttpServerResponse response = request.response();
    try {
      Asked asked = endpoint.read().apply(body);
      GenerationRequest wanted =
          requests.of(
              asked, request.getHeader("x-isthmus-mode"), request.getHeader("x-isthmus-offline"));
      sessions.run(wanted, client(request, endpoint, asked, wanted.served()));
    } catch (ApiException e) {
      Replies.error(response, e);
    } catch (RuntimeException e) {
      LOG.error("a request could not be read", e);
      Replies.error(
          response,
          ApiException.broken("the router failed at this request; its log has the cause"));
    }
  }

  private static Client client(
      HttpServerRequest request, Endpoint endpoint, Asked asked, Served served) {
    Optional<Logprobs> logprobs =
        asked.logprobs() > 0
            ? Optional.of(new Logprobs(served.text().tokenizer()))
            : Optional.empty();
    AnswerForm form =
        new AnswerForm(
            endpoint.shape().apply(logprobs),
            asked.model(),
            asked.includeUsage(),
            "true".equals(request.getHeader("x-isthmus-show-draft")));
    return asked.stream()
        ? new StreamedAnswer(request.response(), form)
        : new WholeAnswer(request.response(), form);
  }

  private static String text(Sessions.Refusal why) {
    return switch (why) {
      case DRAINING -> "This router is about to stop; another one will answer.";
      case FULL -> "This router runs as many sessions as it may; try again shortly.";
    };
  }
}
