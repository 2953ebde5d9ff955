package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.router.session.Client;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Delta;
import dev.isthmus.router.session.Failure;
import dev.isthmus.router.session.Head;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** An answer as server-sent events. */
final class StreamedAnswer implements Client {

  private static final String DONE = "data: [DONE]\n\n";

  private final HttpServerResponse response;
  private final AnswerForm form;
  private Outflow out;
  private Envelope envelope;

  StreamedAnswer(HttpServerResponse response, AnswerForm form) {
    this.response = response;
    this.form = form;
  }

  @Override
  public void begin(Head head) throws InterruptedException {
    envelope = form.envelope(head);
    Replies.head(response, head);
    response
        .putHeader("content-type", "text/event-stream; charset=utf-8")
        .putHeader("cache-control", "no-cache")
        .putHeader("x-accel-buffering", "no")
        .setChunked(true);
    out = new Outflow(response);
    var opening = form.shape().opening();
    if (opening.isPresent()) {
      out.write(event(envelope.chunk(opening.get())));
    }
  }

  @Override
  public void deliver(Delta delta) throws InterruptedException {
    out.write(event(envelope.chunk(delta)));
  }

  @Override
  public void end(Completion completion) {
    Buffer last = event(envelope.chunk(form.shape().closing(completion)));
    if (form.includeUsage()) {
      last.appendBuffer(event(envelope.usageChunk(completion)));
    }
    last.appendString(": " + Envelope.comment(completion) + "\n\n").appendString(DONE);
    response.end(last);
  }

  @Override
  public void fail(Failure failure) {
    ApiException error = Replies.of(failure);
    if (envelope == null) {
      Replies.error(response, error);
    } else if (!response.closed()) {
      // The status went out long ago; clients know an error by its key.
      response.end(event(Replies.error(error)).appendString(DONE));
    }
  }

  private static Buffer event(JsonNode body) {
    return Buffer.buffer("data: ").appendBytes(Replies.bytes(body)).appendString("\n\n");
  }
}
