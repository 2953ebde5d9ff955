package dev.isthmus.router.openai;

import dev.isthmus.router.session.Client;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Delta;
import dev.isthmus.router.session.Failure;
import dev.isthmus.router.session.Head;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;

/** An answer in one piece. */
final class WholeAnswer implements Client {

  private final HttpServerResponse response;
  private final AnswerForm form;
  private final List<Delta> deltas = new ArrayList<>();
  private Head head;

  WholeAnswer(HttpServerResponse response, AnswerForm form) {
    this.response = response;
    this.form = form;
  }

  @Override
  public void begin(Head begun) {
    head = begun;
  }

  @Override
  public void deliver(Delta delta) {
    deltas.add(delta);
  }

  @Override
  public void end(Completion completion) {
    Replies.head(response, head);
    Replies.counts(response, completion);
    Replies.json(response, 200, form.envelope(head).whole(deltas, completion));
  }

  @Override
  public void fail(Failure failure) {
    Replies.error(response, Replies.of(failure));
  }
}
