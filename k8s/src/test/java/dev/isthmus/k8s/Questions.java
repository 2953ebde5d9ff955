package dev.isthmus.k8s;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** One question after the other, so that an answer streams whenever something happens. */
final class Questions {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** An answer that ended, and when it was on its way. */
  record Answered(Instant from, Instant to, String text) {
    boolean streamedAt(Instant moment) {
      return from.isBefore(moment) && to.isAfter(moment);
    }

    @Override
    public String toString() {
      return "%s to %s: %d characters".formatted(from, to, text.length());
    }
  }

  private final List<Answered> answered = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> asking;
  private volatile boolean enough;

  /**
   * @param ask asks the question
   */
  Questions(Supplier<Question> ask) {
    asking = CompletableFuture.runAsync(() -> askOnAndOn(ask));
  }

  private void askOnAndOn(Supplier<Question> ask) {
    while (!enough) {
      Instant from = Instant.now();
      ask.get()
          .answer()
          .ifPresentOrElse(
              text -> answered.add(new Answered(from, Instant.now(), text)),
              () -> LockSupport.parkNanos(PAUSE.toNanos())); // as OpenAI's clients do
    }
  }

  /** Waits for the last answer; fails where one broke off. */
  List<Answered> stop() {
    enough = true;
    asking.join();
    return List.copyOf(answered);
  }
}
