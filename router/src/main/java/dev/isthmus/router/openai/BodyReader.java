package dev.isthmus.router.openai;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Reads a request's body up to a limit. What is beyond it is read and dropped, so that the client
 * comes to reading the refusal.
 */
final class BodyReader {

  private final long limit;
  private final Buffer body = Buffer.buffer();
  private long seen;

  private BodyReader(long limit) {
    this.limit = limit;
  }

  /**
   * @param whole gets the body
   * @param tooLarge is run instead where there is more than the limit
   */
  static void read(
      HttpServerRequest request, long limit, Consumer<byte[]> whole, Runnable tooLarge) {
    BodyReader reader = new BodyReader(limit);
    request.handler(reader::add);
    request.endHandler(
        end -> {
          if (reader.seen > limit) {
            tooLarge.run();
          } else {
            whole.accept(reader.body.getBytes());
          }
        });
  }

  private void add(Buffer chunk) {
    seen += chunk.length();
    if (seen <= limit) {
      body.appendBuffer(chunk);
    }
  }
}
