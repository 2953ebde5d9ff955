package dev.isthmus.crds.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.condition.Condition;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What a node reports, and whether it is heard of. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeStatus(
    @JsonPropertyDescription("The generation of the spec that this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription("The node's site.") String site,
    @JsonPropertyDescription("The pool that it belongs to, absent for one that joined by itself.")
        String pool,
    @JsonPropertyDescription(
            "host:port at which it is dialled within its site; empty: it cannot be, and holds a stream to a router.")
        String address,
    @JsonPropertyDescription("Version of the agent.") String agentVersion,
    @JsonPropertyDescription("What it has.") NodeCapacity capacity,
    @JsonPropertyDescription(
            "Milliseconds that a step of one row takes for each GB of weights that it reads; kept for an hour after nothing that it runs says it.")
        Double millisPerGigabyte,
    @Size(max = 40)
        @JsonPropertyDescription(
            "Since when nothing that it runs says its speed, RFC 3339; absent while something does.")
        String measuredUntil,
    @Size(max = 256) @JsonPropertyDescription("What it runs.") List<NodeRole> roles,
    @Size(max = 16) @JsonPropertyDescription("Ready.") List<Condition> conditions) {

  public NodeStatus {
    roles = roles == null ? List.of() : List.copyOf(roles);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
