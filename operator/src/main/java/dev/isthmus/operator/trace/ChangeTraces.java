package dev.isthmus.operator.trace;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ServiceStatus;
import dev.isthmus.operator.plan.Decision;
import dev.isthmus.operator.plan.Decision.Place;
import dev.isthmus.operator.reconcile.ChangeWatch;
import dev.isthmus.protocol.trace.TraceHeader;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.RoleAssignment;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One trace for each change of a service: {@code change} from the pass that saw the new generation
 * until the service is ready again, {@code assign} for each record that it writes, and what agents
 * make of these: {@code role} at the agent and {@code report} where the operator hears of it. A new
 * plan without a new generation (a node was lost) is a change too.
 */
public final class ChangeTraces implements ChangeWatch {

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("isthmus.service");
  private static final AttributeKey<Long> GENERATION = AttributeKey.longKey("isthmus.generation");
  private static final AttributeKey<String> NODE = AttributeKey.stringKey("isthmus.node");
  private static final AttributeKey<String> SITE = AttributeKey.stringKey("isthmus.site");
  private static final AttributeKey<List<String>> ROLES =
      AttributeKey.stringArrayKey("isthmus.roles");
  private static final AttributeKey<Long> EPOCH = AttributeKey.longKey("isthmus.record_epoch");

  private final Tracer tracer;
  private final Map<String, Change> open = new HashMap<>();
  private final Map<String, Long> generations = new HashMap<>();

  /** A change that goes on, and what was last said of it. */
  private static final class Change {
    final Span span;
    String word = "";

    Change(Span span) {
      this.span = span;
    }

    void says(String next) {
      if (!word.equals(next)) {
        word = next;
        span.addEvent(next);
      }
    }
  }

  public ChangeTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public void present(List<CollaborativeInferenceService> services) {
    Set<String> uids =
        services.stream()
            .map(service -> service.getMetadata().getUid())
            .collect(Collectors.toSet());
    generations.keySet().retainAll(uids);
    Set.copyOf(open.keySet()).stream()
        .filter(Predicate.not(uids::contains))
        .forEach(uid -> end(uid, "deleted"));
  }

  @Override
  public void decided(CollaborativeInferenceService service, Decision decision) {
    String uid = service.getMetadata().getUid();
    Long generation = service.getMetadata().getGeneration();
    Long before =
        generations.getOrDefault(
            uid, service.getStatus() == null ? null : service.getStatus().observedGeneration());
    generations.put(uid, generation);
    boolean isNew = !Objects.equals(before, generation);
    if (isNew) {
      end(uid, "superseded");
    }
    if (isNew || decision instanceof Place && !open.containsKey(uid)) {
      open.put(uid, new Change(begin(service)));
    }
    Optional.ofNullable(open.get(uid)).ifPresent(change -> change.says(decision.word()));
  }

  private Span begin(CollaborativeInferenceService service) {
    return tracer
        .spanBuilder("change")
        .setNoParent()
        .setAttribute(
            SERVICE, service.getMetadata().getNamespace() + "/" + service.getMetadata().getName())
        .setAttribute(GENERATION, service.getMetadata().getGeneration())
        .startSpan();
  }

  @Override
  public void reported(CollaborativeInferenceService service, ServiceStatus status) {
    String uid = service.getMetadata().getUid();
    Change change = open.get(uid);
    Optional<Condition> ready = status.condition("Ready");
    if (change == null || ready.isEmpty()) {
      return;
    }
    change.says(ready.get().reason());
    if (ready.get().holds()) {
      change.span.setStatus(StatusCode.OK);
      end(uid, "ready");
    }
  }

  private void end(String uid, String why) {
    Change change = open.remove(uid);
    if (change != null) {
      change.says(why);
      change.span.end();
    }
  }

  /** The header of a record that carries a change to a node; empty where no change goes on. */
  public Optional<byte[]> assigned(String site, AssignmentRecord record) {
    Optional<Change> change =
        record.getRolesList().stream()
            .map(RoleAssignment::getServiceUid)
            .map(open::get)
            .filter(Objects::nonNull)
            .findFirst();
    return change.flatMap(
        now -> {
          Span span =
              tracer
                  .spanBuilder("assign")
                  .setParent(Context.root().with(now.span))
                  .setSpanKind(SpanKind.PRODUCER)
                  .setAttribute(SITE, site)
                  .setAttribute(NODE, record.getNode())
                  .setAttribute(EPOCH, record.getRecordEpoch())
                  .setAttribute(
                      ROLES, record.getRolesList().stream().map(RoleAssignment::getId).toList())
                  .startSpan();
          span.end();
          return TraceHeader.of(Context.root().with(span));
        });
  }

  /**
   * A node's record came. Any thread.
   *
   * @param header of the record, null where it has none
   */
  public void heard(String site, String node, byte[] header) {
    TraceHeader.read(header)
        .ifPresent(
            parent ->
                tracer
                    .spanBuilder("report")
                    .setParent(parent)
                    .setSpanKind(SpanKind.CONSUMER)
                    .setAllAttributes(Attributes.of(SITE, site, NODE, node))
                    .startSpan()
                    .end());
  }
}
