package dev.isthmus.router.fake;

import dev.isthmus.router.session.Client;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Delta;
import dev.isthmus.router.session.Failure;
import dev.isthmus.router.session.Head;
import dev.isthmus.router.session.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A client that keeps what it gets. */
public final class Recorder implements Client {

  public final StringBuilder text = new StringBuilder();
  public final List<Piece> pieces = new ArrayList<>();
  public Head head;
  public Completion completion;
  public Failure failure;

  /** Tokens of deliveries that were not marked as unverified. */
  public int verified;

  private final IntConsumer afterTokens;

  public Recorder() {
    this(tokens -> {});
  }

  /**
   * @param afterTokens told how many tokens there are, after each delivery
   */
  public Recorder(IntConsumer afterTokens) {
    this.afterTokens = afterTokens;
  }

  @Override
  public void begin(Head begun) {
    head = begun;
  }

  @Override
  public void deliver(Delta delta) {
    text.append(delta.text());
    pieces.addAll(delta.pieces());
    verified += delta.unverified() ? 0 : delta.pieces().size();
    afterTokens.accept(pieces.size());
  }

  @Override
  public void end(Completion ended) {
    completion = ended;
  }

  @Override
  public void fail(Failure failed) {
    failure = failed;
  }
}
