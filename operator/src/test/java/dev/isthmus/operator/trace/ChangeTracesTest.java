package dev.isthmus.operator.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.condition.ConditionStatus;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ServiceStatus;
import dev.isthmus.operator.plan.Decision.AwaitModel;
import dev.isthmus.operator.plan.Decision.Keep;
import dev.isthmus.operator.plan.Decision.Place;
import dev.isthmus.operator.status.Reason;
import dev.isthmus.protocol.trace.TraceHeader;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.RoleAssignment;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeTracesTest {

  private static final AwaitModel INSPECTED =
      new AwaitModel(Reason.ModelNotFound, "there is no ModelPackage smollm2");

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final ChangeTraces traces =
      new ChangeTraces(
          SdkTracerProvider.builder()
              .addSpanProcessor(SimpleSpanProcessor.create(exporter))
              .build()
              .get("test"));

  @Test
  void aChangeEndsWhenTheServiceIsReadyAndItsRecordsBelongToIt() {
    CollaborativeInferenceService service = service(1, null);
    traces.decided(service, INSPECTED);
    traces.decided(service, INSPECTED);
    traces.decided(service, place());
    byte[] header = traces.assigned("edge", assignment("uid")).orElseThrow();
    traces.reported(service, status(false, "Loading"));
    traces.reported(service, status(true, "AsWanted"));

    SpanData assign = span("assign");
    SpanData change = span("change");
    assertThat(
            Span.fromContext(TraceHeader.read(header).orElseThrow()).getSpanContext().getSpanId())
        .isEqualTo(assign.getSpanId());
    assertThat(assign.getParentSpanId()).isEqualTo(change.getSpanId());
    assertThat(change.getEvents())
        .extracting(EventData::getName)
        .containsExactly("await-model", "place", "Loading", "AsWanted", "ready");
  }

  @Test
  void aServiceThatWasReadyBeforeTheOperatorStartedIsNoChange() {
    CollaborativeInferenceService service = service(3, 3L);
    traces.decided(service, new Keep(null, List.of(), null));

    assertThat(traces.assigned("edge", assignment("uid"))).isEmpty();
    traces.present(List.of());
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void aLaterGenerationAndADeletionEndWhatWasUnderWay() {
    traces.decided(service(1, null), INSPECTED);
    traces.decided(service(2, null), INSPECTED);
    traces.present(List.of());

    assertThat(exporter.getFinishedSpanItems())
        .extracting(span -> span.getEvents().get(span.getEvents().size() - 1).getName())
        .containsExactly("superseded", "deleted");
    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getTraceId)
        .doesNotHaveDuplicates();
  }

  @Test
  void aNewPlanForTheSameGenerationIsAChangeOfItsOwn() {
    traces.decided(service(3, 3L), place());
    byte[] header = traces.assigned("edge", assignment("uid")).orElseThrow();
    traces.heard("edge", "edge-cpu-0", header);
    traces.heard("edge", "edge-cpu-1", null);

    SpanData report = span("report");
    assertThat(report.getTraceId()).isEqualTo(span("assign").getTraceId());
    assertThat(exporter.getFinishedSpanItems()).hasSize(2);
  }

  private static Place place() {
    return new Place(null, List.of(), null);
  }

  private static AssignmentRecord assignment(String uid) {
    return AssignmentRecord.newBuilder()
        .setNode("edge-cpu-0")
        .addRoles(RoleAssignment.newBuilder().setId("r").setServiceUid(uid))
        .build();
  }

  private static CollaborativeInferenceService service(long generation, Long observed) {
    CollaborativeInferenceService service = new CollaborativeInferenceService();
    service.setMetadata(
        new ObjectMetaBuilder()
            .withName("chat")
            .withNamespace("default")
            .withUid("uid")
            .withGeneration(generation)
            .build());
    Optional.ofNullable(observed)
        .ifPresent(seen -> service.setStatus(status(seen, true, "AsWanted")));
    return service;
  }

  private static ServiceStatus status(boolean ready, String reason) {
    return status(1L, ready, reason);
  }

  private static ServiceStatus status(Long generation, boolean ready, String reason) {
    Condition condition =
        new Condition(
            "Ready",
            ready ? ConditionStatus.TRUE : ConditionStatus.FALSE,
            generation,
            "2026-01-01T00:00:00Z",
            reason,
            "");
    return new ServiceStatus(
        generation, null, null, null, null, null, List.of(), List.of(), List.of(condition));
  }

  private SpanData span(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
