package dev.isthmus.router.session;

import dev.isthmus.engine.text.TokenStream;
import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.Token;
import dev.isthmus.router.speculate.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Turns committed tokens into what the client sees: whole characters, cut at stop strings. Counts
 * only what it released. Tokens go through one by one, so the result does not depend on how they
 * were batched. Not thread-safe.
 */
final class Delivery {

  private static final char INCOMPLETE = '\uFFFD';

  private final TokenStream stream;
  private final StopStrings stops;
  private final Deque<Piece> waiting = new ArrayDeque<>();
  private int pushed;
  private int released;
  private int tokens;
  private boolean stopped;

  Delivery(TokenStream stream, List<String> stops) {
    this.stream = stream;
    this.stops = new StopStrings(stops);
  }

  /** What a batch adds to the client's text; its pieces may be from earlier batches. */
  Delta deliver(Batch batch) {
    StringBuilder text = new StringBuilder();
    List<Piece> pieces = new ArrayList<>(batch.tokens().size());
    int shown = batch.tokens().size() - (batch.finish() == Finish.FINISH_STOP ? 1 : 0);
    for (int i = 0; i < shown && !stopped; i++) {
      push(batch.tokens().get(i), i < batch.accepted(), text, pieces);
    }
    if (batch.isLast() && !stopped) {
      finish(text, pieces);
    }
    return new Delta(text.toString(), pieces, false);
  }

  /** Whether a stop string was found: nothing more will be delivered. */
  boolean isStopped() {
    return stopped;
  }

  /** Tokens that the client got, wholly or in part. */
  int tokens() {
    return tokens;
  }

  private void push(Token token, boolean accepted, StringBuilder text, List<Piece> pieces) {
    String piece = stream.push(token.getId());
    waiting.add(new Piece(token, piece, pushed, accepted));
    pushed += piece.length();
    StopStrings.Release release = stops.push(piece);
    text.append(release.text());
    released += release.text().length();
    stopped = release.stopped();
    release(pieces);
  }

  private void finish(StringBuilder text, List<Piece> pieces) {
    StopStrings.Release tail = stops.push(withoutIncomplete(stream.finish()));
    stopped = tail.stopped();
    String rest = stopped ? tail.text() : tail.text() + stops.finish();
    text.append(rest);
    released += rest.length();
    release(pieces);
    if (!stopped) {
      // Tokens whose bytes never became a character were delivered as far as that is possible.
      while (!waiting.isEmpty()) {
        count(waiting.remove(), pieces);
      }
    }
  }

  private void release(List<Piece> pieces) {
    while (!waiting.isEmpty() && isOut(waiting.peek())) {
      count(waiting.remove(), pieces);
    }
  }

  private boolean isOut(Piece piece) {
    return stopped ? piece.offset() < released : piece.end() <= released;
  }

  private void count(Piece piece, List<Piece> pieces) {
    tokens++;
    pieces.add(piece);
  }

  private static String withoutIncomplete(String tail) {
    int end = tail.length();
    while (end > 0 && tail.charAt(end - 1) == INCOMPLETE) {
      end--;
    }
    return tail.substring(0, end);
  }
}
