package dev.isthmus.router.rounds;

import com.google.common.util.concurrent.MoreExecutors;
import dev.isthmus.protocol.v1.CallEnd;
import dev.isthmus.protocol.v1.RoundRecord;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * One side of a call as whoever hears it wants it: messages as they are asked for, one after
 * another, and its end after the last of them. Thread-safe; no lock is held while the ear is told.
 */
final class Inflow {

  /** Told on the executor, by one thread at a time. */
  interface Ear {
    void message(byte[] bytes);

    void halfClosed();

    /**
     * Nothing more comes.
     *
     * @param told whether the other side said so
     */
    void ended(Status status, boolean told);
  }

  private final Executor turns;
  private final Ear ear;

  // All below only in turns.
  private final FrameReader reader = new FrameReader();
  private final Queue<byte[]> messages = new ArrayDeque<>();
  private long asked;
  private boolean halfClosed;
  private Status end;
  private boolean endTold;
  private boolean over;

  Inflow(Executor executor, Ear ear) {
    this.turns = MoreExecutors.newSequentialExecutor(executor);
    this.ear = ear;
  }

  void ask(int count) {
    turns.execute(
        () -> {
          asked += count;
          drain();
        });
  }

  void came(RoundRecord record) {
    turns.execute(
        () -> {
          take(record);
          drain();
        });
  }

  /** Ends it from this side, whatever was still to be heard. */
  void abort(Status status) {
    turns.execute(
        () -> {
          messages.clear();
          finish(status, false);
          drain();
        });
  }

  private void take(RoundRecord record) {
    switch (reader.order(record)) {
      case REPEATED -> {}
      case TOO_LATE ->
          finish(Status.UNAVAILABLE.withDescription("Kafka lost a part of the call"), false);
      case NEXT -> next(record);
    }
  }

  private void next(RoundRecord record) {
    switch (record.getFrameCase()) {
      case PART -> part(record);
      case HALF_CLOSE -> halfClosed = true;
      case END -> finish(status(record.getEnd()), true);
      default -> {} // it was the beginning
    }
  }

  private void part(RoundRecord record) {
    try {
      Optional<byte[]> whole = reader.add(record.getPart());
      whole.ifPresent(messages::add);
    } catch (IllegalArgumentException e) {
      finish(Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()), false);
    }
  }

  private void finish(Status status, boolean told) {
    if (end == null) {
      end = status;
      endTold = told;
    }
  }

  private void drain() {
    while (!over && asked > 0 && !messages.isEmpty()) {
      asked--;
      ear.message(messages.remove());
    }
    if (over || !messages.isEmpty()) {
      return;
    }
    if (end != null) {
      over = true;
      ear.ended(end, endTold);
    } else if (halfClosed) {
      halfClosed = false;
      ear.halfClosed();
    }
  }

  private static Status status(CallEnd end) {
    Status status = Status.fromCodeValue(end.getCode());
    return end.getDescription().isEmpty() ? status : status.withDescription(end.getDescription());
  }
}
