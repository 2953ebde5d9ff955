package dev.isthmus.router.report;

import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Head;
import dev.isthmus.router.session.SessionWatch;
import java.util.List;

/** Tells several. */
public record Watches(List<SessionWatch> all) implements SessionWatch {

  @Override
  public void opened(
      Identity session, Head head, int promptTokens, String verifier, String drafter) {
    all.forEach(watch -> watch.opened(session, head, promptTokens, verifier, drafter));
  }

  @Override
  public void moved(Identity session, String from, String to, String reason, boolean otherClass) {
    all.forEach(watch -> watch.moved(session, from, to, reason, otherClass));
  }

  @Override
  public void delivered(Identity session, int tokens, boolean first, double millisSinceLast) {
    all.forEach(watch -> watch.delivered(session, tokens, first, millisSinceLast));
  }

  @Override
  public void closed(
      Identity session, String finish, Completion counts, long millis, String error) {
    all.forEach(watch -> watch.closed(session, finish, counts, millis, error));
  }
}
