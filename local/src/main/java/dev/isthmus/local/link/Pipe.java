package dev.isthmus.local.link;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The bytes of one connection on their way in one direction: in order, each read not before its
 * arrival. One reader puts, one writer passes on; where the lane neither delays nor limits, the
 * reader writes by itself.
 */
final class Pipe {

  /** More than this on the way stops the reader, as a full window would. */
  private static final int CAPACITY = 4 << 20;

  private static final byte[] END = new byte[0];

  private record Chunk(byte[] bytes, long arrival) {}

  private final Lane lane;
  private final OutputStream target;
  private final BooleanSupplier silent;
  private final LongSupplier clock;
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private int held;
  private boolean writing;
  private boolean closed;
  private long lastArrival;

  /**
   * @param notBefore when the first byte may arrive at the earliest
   * @param silent whether nothing may arrive now; {@link #wake} tells of its changes
   */
  Pipe(Lane lane, OutputStream target, long notBefore, BooleanSupplier silent, LongSupplier clock) {
    this.lane = lane;
    this.target = target;
    this.lastArrival = notBefore;
    this.silent = silent;
    this.clock = clock;
  }

  /** Takes bytes from the reader; waits while too many are on their way. */
  void put(byte[] buffer, int length) throws IOException, InterruptedException {
    lane.count(length);
    synchronized (this) {
      if (!passesAtOnce()) {
        while (held > CAPACITY && !closed) {
          wait();
        }
        add(Arrays.copyOf(buffer, length));
        return;
      }
      writing = true;
    }
    try {
      target.write(buffer, 0, length);
    } finally {
      synchronized (this) {
        writing = false;
        notifyAll();
      }
    }
  }

  /** The sender will send no more. */
  synchronized void end() {
    add(END);
  }

  /** Forgets what is on its way. */
  synchronized void close() {
    closed = true;
    chunks.clear();
    held = 0;
    notifyAll();
  }

  /** Silence began or ended. */
  synchronized void wake() {
    notifyAll();
  }

  /**
   * Passes everything on until the end.
   *
   * @return false where the pipe was closed before
   */
  boolean passOn() throws IOException, InterruptedException {
    while (true) {
      Chunk chunk = next();
      if (chunk == null) {
        return false;
      }
      waitUntil(chunk.arrival);
      if (!claim(chunk)) {
        continue; // silence began on the way, or the pipe was closed
      }
      if (chunk.bytes == END) {
        return true;
      }
      try {
        target.write(chunk.bytes);
      } finally {
        synchronized (this) {
          writing = false;
          notifyAll();
        }
      }
    }
  }

  private boolean passesAtOnce() {
    return chunks.isEmpty()
        && !writing
        && !silent.getAsBoolean()
        && lane.isTransparent()
        && clock.getAsLong() - lastArrival >= 0;
  }

  private void add(byte[] bytes) {
    long arrival = lane.arrival(clock.getAsLong(), bytes.length);
    lastArrival = arrival - lastArrival > 0 ? arrival : lastArrival;
    chunks.add(new Chunk(bytes, lastArrival));
    held += bytes.length;
    notifyAll();
  }

  private synchronized Chunk next() throws InterruptedException {
    while (!closed && (chunks.isEmpty() || writing || silent.getAsBoolean())) {
      wait();
    }
    return closed ? null : chunks.peek();
  }

  private synchronized boolean claim(Chunk chunk) {
    if (closed || silent.getAsBoolean()) {
      return false;
    }
    chunks.poll();
    held -= chunk.bytes.length;
    writing = chunk.bytes != END;
    notifyAll();
    return true;
  }

  private void waitUntil(long arrival) throws InterruptedException {
    for (long left; (left = arrival - clock.getAsLong()) > 0; ) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
