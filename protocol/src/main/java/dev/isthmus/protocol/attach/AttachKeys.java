package dev.isthmus.protocol.attach;

import io.grpc.Metadata;
import java.time.Duration;

/** What both ends of the Attach service hold to. */
public final class AttachKeys {

  /** Of a Carry: which connection it is, as the Wanted said. */
  public static final Metadata.Key<String> CONNECTION =
      Metadata.Key.of("isthmus-connection", Metadata.ASCII_STRING_MARSHALLER);

  /** How often each side of a held stream says that it lives. */
  public static final Duration BEAT = Duration.ofSeconds(1);

  /** A side from which nothing came for so long is gone. */
  public static final Duration SILENCE = Duration.ofSeconds(4);

  /** Most bytes of one Segment. */
  static final int MAX_SEGMENT_BYTES = 64 << 10;

  private AttachKeys() {}
}
