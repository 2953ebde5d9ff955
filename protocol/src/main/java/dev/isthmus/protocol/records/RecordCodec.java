package dev.isthmus.protocol.records;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Heartbeat;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.RoundRecord;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouterRecord;
import dev.isthmus.protocol.v1.SessionEvent;
import java.io.IOException;

/**
 * Bytes of one kind of control record. The version is field 1 of every record and is read by itself
 * first, so that a record of a later version is recognised even where the rest of it cannot be
 * parsed.
 *
 * @param <T> the record's message
 */
public final class RecordCodec<T extends MessageLite> {

  /** The version that this release writes, and the only one that it reads. */
  public static final int VERSION = 1;

  /**
   * Larger values are refused: a compacted record describes one node, one router or one service.
   */
  public static final int MAX_BYTES = 1 << 20;

  /** See {@link NodeRecord}. */
  public static final RecordCodec<NodeRecord> NODE =
      new RecordCodec<>("node record", NodeRecord.parser());

  /** See {@link Heartbeat}. */
  public static final RecordCodec<Heartbeat> HEARTBEAT =
      new RecordCodec<>("heartbeat", Heartbeat.parser());

  /** See {@link AssignmentRecord}. */
  public static final RecordCodec<AssignmentRecord> ASSIGNMENT =
      new RecordCodec<>("assignment", AssignmentRecord.parser());

  /** See {@link RouteRecord}. */
  public static final RecordCodec<RouteRecord> ROUTE =
      new RecordCodec<>("route", RouteRecord.parser());

  /** See {@link RouterRecord}. */
  public static final RecordCodec<RouterRecord> ROUTER =
      new RecordCodec<>("router record", RouterRecord.parser());

  /** See {@link SessionEvent}. */
  public static final RecordCodec<SessionEvent> SESSION =
      new RecordCodec<>("session event", SessionEvent.parser());

  /** See {@link RoundRecord}. */
  public static final RecordCodec<RoundRecord> ROUND =
      new RecordCodec<>("round", RoundRecord.parser());

  private static final int VERSION_TAG = (1 << 3) | WireFormat.WIRETYPE_VARINT;

  private final String name;
  private final Parser<T> parser;

  private RecordCodec(String name, Parser<T> parser) {
    this.name = name;
    this.parser = parser;
  }

  /** What a person calls this kind of record. */
  public String name() {
    return name;
  }

  /**
   * @param bytes a Kafka record's value; null (a tombstone) is malformed, since taking something
   *     away is a record of its own
   */
  public Parsed<T> parse(byte[] bytes) {
    if (bytes == null || bytes.length == 0) {
      return new Parsed.Malformed<>(name + ": the record has no value");
    }
    if (bytes.length > MAX_BYTES) {
      return new Parsed.Malformed<>(
          name + ": " + bytes.length + " bytes; at most " + MAX_BYTES + " belong to one record");
    }
    try {
      long version = version(bytes);
      if (version == 0) {
        return new Parsed.Malformed<>(name + ": no version in " + bytes.length + " bytes");
      }
      if (version != VERSION) {
        return new Parsed.UnknownVersion<>(version);
      }
      return new Parsed.Valid<>(parser.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      return new Parsed.Malformed<>(
          name + ": " + bytes.length + " bytes that are no Protobuf: " + e.getMessage());
    } catch (IOException e) {
      return new Parsed.Malformed<>(name + ": " + e.getMessage());
    }
  }

  private static long version(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    int tag = in.readTag();
    return tag == VERSION_TAG ? Integer.toUnsignedLong(in.readUInt32()) : 0;
  }
}
