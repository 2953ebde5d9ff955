package dev.isthmus.router.report;

import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.SessionClosed;
import dev.isthmus.protocol.v1.SessionEvent;
import dev.isthmus.protocol.v1.SessionMoved;
import dev.isthmus.protocol.v1.SessionOpened;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Head;
import dev.isthmus.router.session.SessionWatch;
import java.time.Clock;

/** The decision log: what became of each session, and why. */
public final class SessionLog implements SessionWatch {

  private final String site;
  private final String router;
  private final Clock clock;
  private final RecordSink sink;

  public SessionLog(String site, String router, Clock clock, RecordSink sink) {
    this.site = site;
    this.router = router;
    this.clock = clock;
    this.sink = sink;
  }

  @Override
  public void opened(
      Identity session, Head head, int promptTokens, String verifier, String drafter) {
    send(
        event(session)
            .setOpened(
                SessionOpened.newBuilder()
                    .setMode(head.mode())
                    .setReason(head.reason())
                    .setPromptTokens(promptTokens)
                    .setVerifier(verifier)
                    .setDrafter(drafter)));
  }

  @Override
  public void moved(Identity session, String from, String to, String reason, boolean otherClass) {
    send(
        event(session)
            .setMoved(
                SessionMoved.newBuilder()
                    .setFrom(from)
                    .setTo(to)
                    .setReason(reason)
                    .setOtherClass(otherClass)));
  }

  @Override
  public void delivered(Identity session, int tokens, boolean first, double millisSinceLast) {
    // The log has decisions; the metrics have tokens.
  }

  @Override
  public void closed(
      Identity session, String finish, Completion counts, long millis, String error) {
    send(
        event(session)
            .setClosed(
                SessionClosed.newBuilder()
                    .setFinish(finish)
                    .setCompletionTokens(counts.completionTokens())
                    .setCachedTokens(counts.cachedTokens())
                    .setDrafted(counts.drafted())
                    .setAccepted(counts.accepted())
                    .setDraftsAhead(counts.ahead())
                    .setDraftsAheadHits(counts.hits())
                    .setRounds(counts.rounds())
                    .setMillis(millis)
                    .setError(error)
                    .setRerouted(counts.rerouted())));
  }

  private SessionEvent.Builder event(Identity session) {
    return SessionEvent.newBuilder()
        .setVersion(RecordCodec.VERSION)
        .setSession(session.session())
        .setService(session.service())
        .setSite(site)
        .setRouter(router)
        .setTimeMillis(clock.millis());
  }

  private void send(SessionEvent.Builder event) {
    sink.send(event.getSession(), event.build().toByteArray());
  }
}
