package dev.isthmus.agent.report;

import dev.isthmus.agent.assign.Observed;
import dev.isthmus.protocol.trace.TraceHeader;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The agent's part in the trace of a change: a span {@code role} for each role that an assignment
 * brings, from its record until the role serves or has failed, with what it was at in between. All
 * methods but {@link #header} run on one thread.
 */
public final class RoleTraces {

  private static final Pattern FIGURES = Pattern.compile("\\s[\\d.]+(\\s*(%|[KMG]i?B))?(?!\\S)");

  private final Tracer tracer;
  private final String node;
  private final Map<String, Context> parents = new HashMap<>();
  private final Map<String, Opened> open = new HashMap<>();
  private volatile Context last = Context.root();

  private static final class Opened {
    final Span span;
    String at = "";

    Opened(Span span) {
      this.span = span;
    }
  }

  public RoleTraces(Tracer tracer, String node) {
    this.tracer = tracer;
    this.node = node;
  }

  /**
   * A record came.
   *
   * @param header its trace, null where it has none
   */
  public void assigned(AssignmentRecord record, byte[] header) {
    Set<String> ids =
        record.getRolesList().stream().map(RoleAssignment::getId).collect(Collectors.toSet());
    parents.keySet().retainAll(ids);
    List.copyOf(open.keySet()).stream()
        .filter(id -> !ids.contains(id))
        .forEach(id -> end(id, StatusCode.UNSET, "withdrawn"));
    TraceHeader.read(header).ifPresent(parent -> ids.forEach(id -> parents.put(id, parent)));
  }

  /** What this node runs has changed. */
  public void observed(Observed now) {
    last = Context.root();
    now.roles().forEach(this::observed);
  }

  private void observed(ObservedRole role) {
    Opened opened = open.get(role.getId());
    if (role.getState() == RoleState.LOADING) {
      if (opened == null && parents.containsKey(role.getId())) {
        opened = new Opened(begin(role, parents.remove(role.getId())));
        open.put(role.getId(), opened);
      }
      if (opened != null) {
        at(opened, FIGURES.matcher(role.getMessage()).replaceAll(""));
      }
    } else if (opened != null) {
      boolean ready = role.getState() == RoleState.READY;
      at(opened, ready ? "ready" : role.getReason());
      end(role.getId(), ready ? StatusCode.OK : StatusCode.ERROR, ready ? "" : role.getMessage());
    } else {
      parents.remove(role.getId()); // it served before the record came, and goes on
    }
  }

  private Span begin(ObservedRole role, Context parent) {
    return tracer
        .spanBuilder("role")
        .setParent(parent)
        .setSpanKind(SpanKind.CONSUMER)
        .setAttribute("isthmus.node", node)
        .setAttribute("isthmus.role", role.getId())
        .startSpan();
  }

  private void at(Opened opened, String words) {
    if (!words.isEmpty() && !opened.at.equals(words)) {
      opened.at = words;
      opened.span.addEvent(words);
      last = Context.root().with(opened.span);
    }
  }

  private void end(String id, StatusCode code, String message) {
    Opened opened = open.remove(id);
    opened.span.setStatus(code, message);
    opened.span.end();
  }

  /** The header of the node's next record; empty where no traced role has made news. */
  public Optional<byte[]> header() {
    return TraceHeader.of(last);
  }
}
