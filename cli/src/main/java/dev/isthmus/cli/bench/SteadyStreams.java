package dev.isthmus.cli.bench;

import dev.isthmus.cli.chat.ChatClient;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Streams that never end: each asks its own question again and again, and compares every answer
 * with the one that came when nothing disturbed it. A question that is refused before its first
 * piece is asked again, as clients do; a stream that breaks off is a fault.
 */
final class SteadyStreams implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ChatClient client;
  private final String model;
  private final List<Ask> questions;
  private final List<String> expected = new ArrayList<>();
  private final Patience patience;
  private final ExecutorService threads;
  private final AtomicLongArray lastPiece;
  private final AtomicInteger equal = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final List<String> faults = new ArrayList<>();
  private volatile boolean enough;

  SteadyStreams(ChatClient client, List<Ask> questions, Patience patience) {
    this.client = client;
    this.model = client.firstModel();
    this.questions = List.copyOf(questions);
    this.patience = patience;
    this.threads = Executors.newFixedThreadPool(questions.size());
    this.lastPiece = new AtomicLongArray(questions.size());
  }

  /** Asks each question once, undisturbed, and then lets all of them go on. */
  void start() {
    for (Ask question : questions) {
      expected.add(question.of(client, model).answer().text());
    }
    for (int stream = 0; stream < questions.size(); stream++) {
      int number = stream;
      lastPiece.set(number, patience.nanos().getAsLong());
      threads.submit(() -> go(number));
    }
  }

  private void go(int stream) {
    while (!enough) {
      AtomicInteger pieces = new AtomicInteger();
      try {
        String text =
            client
                .ask(
                    questions.get(stream).question(model),
                    (piece, accepted) -> {
                      pieces.incrementAndGet();
                      lastPiece.set(stream, patience.nanos().getAsLong());
                    })
                .text();
        if (text.equals(expected.get(stream))) {
          equal.incrementAndGet();
        } else {
          fault("stream %d: another text".formatted(stream));
        }
      } catch (CliException e) {
        if (pieces.get() > 0) {
          fault("stream %d broke off: %s".formatted(stream, e.getMessage()));
        } else {
          refused.incrementAndGet();
        }
        pause();
      }
    }
  }

  private synchronized void fault(String what) {
    faults.add(what);
  }

  private void pause() {
    try {
      patience.pause().pause(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      enough = true;
    }
  }

  /**
   * How long the slowest stream waited for its next piece after a moment, in nanoseconds; less than
   * 0 where one still waits.
   */
  long resumed(long moment) {
    long longest = 0;
    for (int stream = 0; stream < questions.size(); stream++) {
      long after = lastPiece.get(stream) - moment;
      if (after <= 0) {
        return -1;
      }
      longest = Math.max(longest, after);
    }
    return longest;
  }

  int equal() {
    return equal.get();
  }

  /** Before their first piece. */
  int refused() {
    return refused.get();
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** Waits until the answers under way are there. */
  void finish() throws InterruptedException {
    enough = true;
    threads.shutdown();
    if (!threads.awaitTermination(10, TimeUnit.MINUTES)) {
      fault("a stream does not end");
    }
  }

  @Override
  public void close() {
    enough = true;
    threads.shutdownNow();
  }
}
