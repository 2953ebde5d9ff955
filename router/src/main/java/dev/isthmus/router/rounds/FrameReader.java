package dev.isthmus.router.rounds;

import dev.isthmus.protocol.v1.CallPart;
import dev.isthmus.protocol.v1.RoundRecord;
import dev.isthmus.protocol.worker.WorkerLimits;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** What comes of one side of a call: in order, each record once, messages whole. */
final class FrameReader {

  /** What a record is to its call. */
  enum Order {
    NEXT,
    /** Had already. */
    REPEATED,
    /** Something before it did not come, and will not. */
    TOO_LATE
  }

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private long next;

  Order order(RoundRecord record) {
    if (record.getNumber() == next) {
      next++;
      return Order.NEXT;
    }
    return record.getNumber() < next ? Order.REPEATED : Order.TOO_LATE;
  }

  /**
   * The message that this part completes.
   *
   * @throws IllegalArgumentException where it grows beyond what a message may have
   */
  Optional<byte[]> add(CallPart part) {
    int size = message.size() + part.getBytes().size();
    if (size > WorkerLimits.MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "a message of " + size + " bytes; at most " + WorkerLimits.MAX_MESSAGE_BYTES);
    }
    message.writeBytes(part.getBytes().toByteArray());
    if (part.getMore()) {
      return Optional.empty();
    }
    byte[] whole = message.toByteArray();
    message.reset();
    return Optional.of(whole);
  }
}
