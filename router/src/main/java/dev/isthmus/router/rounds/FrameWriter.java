package dev.isthmus.router.rounds;

import com.google.protobuf.UnsafeByteOperations;
import dev.isthmus.protocol.v1.CallBegin;
import dev.isthmus.protocol.v1.CallEnd;
import dev.isthmus.protocol.v1.CallHalfClose;
import dev.isthmus.protocol.v1.CallPart;
import dev.isthmus.protocol.v1.RoundRecord;
import io.grpc.Status;
import java.util.Objects;

/** One side of a call as numbered records. Thread-safe. */
final class FrameWriter {

  /** Half of what a record may have. */
  static final int MAX_PART_BYTES = 256 << 10;

  private final Outbox outbox;
  private final String topic;
  private final String key;
  private final RoundRecord head;
  private final Runnable lost;
  private long number;

  /**
   * @param head what all records of this side have
   * @param lost told where a record did not get through
   */
  FrameWriter(Outbox outbox, String topic, String key, RoundRecord head, Runnable lost) {
    this.outbox = outbox;
    this.topic = topic;
    this.key = key;
    this.head = head;
    this.lost = lost;
  }

  void begin(CallBegin begin) {
    send(head.toBuilder().setBegin(begin));
  }

  /** A whole message, in as many records as it takes. */
  synchronized void message(byte[] bytes) {
    int from = 0;
    do {
      int length = Math.min(MAX_PART_BYTES, bytes.length - from);
      CallPart part =
          CallPart.newBuilder()
              .setBytes(UnsafeByteOperations.unsafeWrap(bytes, from, length))
              .setMore(from + length < bytes.length)
              .build();
      send(head.toBuilder().setPart(part));
      from += length;
    } while (from < bytes.length);
  }

  void halfClose() {
    send(head.toBuilder().setHalfClose(CallHalfClose.getDefaultInstance()));
  }

  void end(Status status) {
    CallEnd end =
        CallEnd.newBuilder()
            .setCode(status.getCode().value())
            .setDescription(Objects.requireNonNullElse(status.getDescription(), ""))
            .build();
    send(head.toBuilder().setEnd(end));
  }

  private synchronized void send(RoundRecord.Builder record) {
    outbox.send(topic, key, record.setNumber(number++).build(), lost);
  }
}
