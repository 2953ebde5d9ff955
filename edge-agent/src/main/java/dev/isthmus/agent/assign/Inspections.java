package dev.isthmus.agent.assign;

import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ModelRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was asked about models, and what is known. Belongs to the assigner's thread. */
final class Inspections {

  private final Map<ModelRef, ModelFacts> facts = new LinkedHashMap<>();
  private final Map<ModelRef, Integer> failures = new LinkedHashMap<>();

  /** Forgets what is asked no more. */
  void retain(Set<ModelRef> asked) {
    facts.keySet().retainAll(asked);
    failures.keySet().retainAll(asked);
  }

  boolean isOpen(ModelRef model) {
    return !facts.containsKey(model) && !failures.containsKey(model);
  }

  void found(ModelRef model, ModelFacts found) {
    facts.put(model, found);
    failures.remove(model);
  }

  /** Returns how often it failed in a row. */
  int failed(ModelRef model, Failure failure) {
    facts.put(
        model,
        ModelFacts.newBuilder()
            .setPackage(model.getPackage())
            .setUri(model.getUri())
            .setRevision(model.getRevision())
            .setFailureReason(failure.reason())
            .setFailureMessage(failure.message())
            .build());
    return failures.merge(model, 1, Integer::sum);
  }

  List<ModelFacts> all() {
    return List.copyOf(facts.values());
  }
}
