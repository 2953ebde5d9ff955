package dev.isthmus.router.openai;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes to a client from a session's thread, which waits while the client's queue is full. */
final class Outflow {

  private static final int QUEUE_BYTES = 16 << 10;

  private final HttpServerResponse response;

  Outflow(HttpServerResponse response) {
    this.response = response;
    response.setWriteQueueMaxSize(QUEUE_BYTES);
    response.drainHandler(drained -> wake());
  }

  /**
   * @throws InterruptedException where the client has gone
   */
  void write(Buffer buffer) throws InterruptedException {
    if (response.closed()) {
      throw new InterruptedException("the client has gone");
    }
    response.write(buffer);
    if (response.writeQueueFull()) {
      awaitRoom();
    }
  }

  private synchronized void awaitRoom() throws InterruptedException {
    // A client that goes interrupts the thread.
    while (response.writeQueueFull() && !response.closed()) {
      wait();
    }
  }

  private synchronized void wake() {
    notifyAll();
  }
}
