package dev.isthmus.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.agent.assign.Observed;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleTracesTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final byte[] HEADER =
      ("00-" + TRACE + "-b7ad6b7169203331-01").getBytes(StandardCharsets.US_ASCII);

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final RoleTraces traces =
      new RoleTraces(
          SdkTracerProvider.builder()
              .addSpanProcessor(SimpleSpanProcessor.create(exporter))
              .build()
              .get("test"),
          "edge-0");

  @Test
  void aRoleIsFollowedFromItsRecordUntilItServes() {
    traces.assigned(record("r"), HEADER);
    traces.observed(at(role("r", RoleState.LOADING, "Preparing: int4 weights 41 %")));
    traces.observed(at(role("r", RoleState.LOADING, "Preparing: int4 weights 87 %")));
    traces.observed(at(role("r", RoleState.LOADING, "Measuring steps")));
    traces.observed(at(role("r", RoleState.READY, "")));

    SpanData span = exporter.getFinishedSpanItems().get(0);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
    assertThat(span.getEvents())
        .extracting(EventData::getName)
        .containsExactly("Preparing: int4 weights", "Measuring steps", "ready");
    assertThat(traces.header().map(header -> new String(header, StandardCharsets.US_ASCII)))
        .hasValue("00-" + TRACE + "-" + span.getSpanId() + "-01");
  }

  @Test
  void aFailureAndAWithdrawalEndItToo() {
    traces.assigned(record("a", "b"), HEADER);
    traces.observed(at(role("a", RoleState.LOADING, "x"), role("b", RoleState.LOADING, "x")));
    traces.observed(at(role("a", RoleState.FAILED, "no room"), role("b", RoleState.LOADING, "x")));
    traces.assigned(record("a"), null);

    assertThat(exporter.getFinishedSpanItems())
        .extracting(span -> span.getStatus().getStatusCode())
        .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
  }

  @Test
  void aRoleThatServesAlreadyAndOneWithoutATraceLeaveNone() {
    traces.assigned(record("serving"), HEADER);
    traces.observed(at(role("serving", RoleState.READY, "")));
    traces.assigned(record("serving", "untraced"), null);
    traces.observed(
        at(role("serving", RoleState.READY, ""), role("untraced", RoleState.LOADING, "x")));
    traces.observed(
        at(role("serving", RoleState.READY, ""), role("untraced", RoleState.READY, "")));

    assertThat(exporter.getFinishedSpanItems()).isEmpty();
    assertThat(traces.header()).isEmpty();
  }

  private static AssignmentRecord record(String... ids) {
    AssignmentRecord.Builder record = AssignmentRecord.newBuilder();
    for (String id : ids) {
      record.addRoles(RoleAssignment.newBuilder().setId(id));
    }
    return record.build();
  }

  private static Observed at(ObservedRole... roles) {
    return new Observed(1, List.of(roles), List.of());
  }

  private static ObservedRole role(String id, RoleState state, String message) {
    return ObservedRole.newBuilder()
        .setId(id)
        .setState(state)
        .setReason(state == RoleState.FAILED ? "NoRoom" : "Loading")
        .setMessage(message)
        .build();
  }
}
