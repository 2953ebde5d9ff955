package dev.isthmus.protocol.worker;

import java.time.Duration;

/**
 * What both ends of the Worker service hold to; anything beyond is refused with the limit named.
 */
public final class WorkerLimits {

  /** Bytes of one gRPC message, either way: an Open with a million token ids still fits. */
  public static final int MAX_MESSAGE_BYTES = 4 << 20;

  /** Bytes of one FetchReply's chunk. */
  public static final int MAX_CHUNK_BYTES = 1 << 20;

  /** Bytes of a Probe's payload. */
  public static final int MAX_PROBE_BYTES = 1 << 20;

  /** Rows of one Verify: the last committed token and the draft. */
  public static final int MAX_WINDOW = 65;

  /** Ids that one Draft may ask for. */
  public static final int MAX_DRAFT = MAX_WINDOW - 1;

  /** Open.logprobs: the chosen token and 20 alternatives. */
  public static final int MAX_LOGPROBS = 21;

  /** Most credit that one Decode may add. */
  public static final int MAX_CREDIT = 1 << 20;

  /** Characters of a session's id. */
  public static final int MAX_SESSION_ID = 128;

  /** Stop ids of one session. */
  public static final int MAX_STOP_IDS = 64;

  /**
   * How often a client pings an idle connection; a silent link is noticed after this and {@link
   * #KEEPALIVE_TIMEOUT}.
   */
  public static final Duration KEEPALIVE = Duration.ofSeconds(10);

  /** How long a client waits for a ping's answer. */
  public static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(5);

  /**
   * What servers permit, below what clients send: gRPC's default of 5 minutes would end in GOAWAY.
   */
  public static final Duration PERMITTED_KEEPALIVE = Duration.ofSeconds(1);

  private WorkerLimits() {}
}
