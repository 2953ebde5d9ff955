package dev.isthmus.cli.faults;

import dev.isthmus.cli.chat.Answer;
import dev.isthmus.cli.chat.ChatClient;
import dev.isthmus.cli.chat.Question;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** An answer that is being streamed while something else happens. */
final class Stream {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final AtomicInteger pieces = new AtomicInteger();
  private final CompletableFuture<Answer> answer;

  private Stream(ChatClient client, Question question) {
    answer =
        CompletableFuture.supplyAsync(
            () -> client.ask(question, (text, accepted) -> pieces.incrementAndGet()),
            task -> {
              Thread thread = new Thread(task, "stream");
              thread.setDaemon(true);
              thread.start();
            });
  }

  static Stream start(ChatClient client, Question question) {
    return new Stream(client, question);
  }

  /** Waits until this many pieces of text have come. */
  Stream awaitPieces(int count) {
    Await.until(
        count + " pieces of a streamed answer",
        LIMIT,
        () -> pieces.get() >= count || answer.isDone());
    if (answer.isDone() && pieces.get() < count) {
      throw new AssertionError("the stream ended after " + pieces.get() + " pieces: " + finish());
    }
    return this;
  }

  boolean isDone() {
    return answer.isDone();
  }

  Answer finish() {
    try {
      return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | CompletionException e) {
      throw new AssertionError("the stream broke: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new AssertionError("the stream hangs after " + pieces.get() + " pieces", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
