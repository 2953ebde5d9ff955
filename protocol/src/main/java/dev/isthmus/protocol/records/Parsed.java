package dev.isthmus.protocol.records;

/**
 * What the bytes of a control record turned out to be. Parsing never throws: one bad record must
 * not stop a channel.
 */
public sealed interface Parsed<T> {

  /** A record of a known version. */
  record Valid<T>(T value) implements Parsed<T> {}

  /**
   * A record that a newer release wrote; to be parked and counted.
   *
   * @param version what the record says
   */
  record UnknownVersion<T>(long version) implements Parsed<T> {}

  /**
   * Not a record at all.
   *
   * @param reason a sentence for a log line
   */
  record Malformed<T>(String reason) implements Parsed<T> {}
}
