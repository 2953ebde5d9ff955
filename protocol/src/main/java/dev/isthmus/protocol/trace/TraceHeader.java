package dev.isthmus.protocol.trace;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The context of a trace as the header of a Kafka record (W3C Trace Context, section 3.2). It is no
 * part of the record: a reader that does not know it loses nothing.
 */
public final class TraceHeader {

  /** Name of the header. */
  public static final String NAME = "traceparent";

  private static final TextMapGetter<byte[]> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(byte[] header) {
          return List.of(NAME);
        }

        @Override
        public String get(byte[] header, String key) {
          return key.equals(NAME) ? new String(header, StandardCharsets.US_ASCII) : null;
        }
      };

  private TraceHeader() {}

  /** The header's value; empty outside of a trace. */
  public static Optional<byte[]> of(Context context) {
    byte[][] value = new byte[1][];
    W3CTraceContextPropagator.getInstance()
        .inject(
            context,
            value,
            (carrier, key, text) -> {
              if (key.equals(NAME)) {
                carrier[0] = text.getBytes(StandardCharsets.US_ASCII);
              }
            });
    return Optional.ofNullable(value[0]);
  }

  /**
   * The context that a header carries; empty where its value is none.
   *
   * @param header null where a record has none
   */
  public static Optional<Context> read(byte[] header) {
    if (header == null) {
      return Optional.empty();
    }
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), header, GETTER);
    return context == Context.root() ? Optional.empty() : Optional.of(context);
  }
}
