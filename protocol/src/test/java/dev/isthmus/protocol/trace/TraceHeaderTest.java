package dev.isthmus.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TraceHeaderTest {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void aContextComesOutOfAHeaderAndGoesIntoOne() {
    Context context = TraceHeader.read(bytes(PARENT)).orElseThrow();

    assertThat(Span.fromContext(context).getSpanContext().getTraceId())
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(TraceHeader.of(context)).hasValue(bytes(PARENT));
  }

  @Test
  void noHeaderAndABrokenOneAreNoContext() {
    assertThat(TraceHeader.read(null)).isEmpty();
    assertThat(TraceHeader.read(bytes("00-nonsense"))).isEmpty();
    assertThat(TraceHeader.of(Context.root())).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
