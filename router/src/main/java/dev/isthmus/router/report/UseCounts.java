package dev.isthmus.router.report;

import dev.isthmus.protocol.v1.ServiceUse;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Head;
import dev.isthmus.router.session.SessionWatch;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How each service was used through this router since it started. Thread-safe. */
public final class UseCounts implements SessionWatch {

  private final Map<String, ServiceUse.Builder> uses = new TreeMap<>();

  /** Counts of a service, its mode and reason left to the gate. */
  synchronized Optional<ServiceUse.Builder> of(String service) {
    return Optional.ofNullable(uses.get(service)).map(use -> use.build().toBuilder());
  }

  @Override
  public synchronized void opened(
      Identity session, Head head, int promptTokens, String verifier, String drafter) {
    ServiceUse.Builder use = use(session);
    use.setRequests(use.getRequests() + 1);
  }

  @Override
  public void moved(Identity session, String from, String to, String reason, boolean otherClass) {
    // Moves are in the decision log and in the metrics.
  }

  @Override
  public void delivered(Identity session, int tokens, boolean first, double millisSinceLast) {
    // Tokens are in the metrics.
  }

  @Override
  public synchronized void closed(
      Identity session, String finish, Completion counts, long millis, String error) {
    ServiceUse.Builder use = use(session);
    use.setDrafted(use.getDrafted() + counts.drafted())
        .setAccepted(use.getAccepted() + counts.accepted())
        .setRounds(use.getRounds() + counts.rounds());
  }

  private ServiceUse.Builder use(Identity session) {
    return uses.computeIfAbsent(
        session.service(), s -> ServiceUse.newBuilder().setService(session.service()));
  }
}
