package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.SessionRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of one engine, and those that wait for its memory. Belongs to the engine's thread.
 */
public final class SessionTable {

  private final EngineSeat seat;
  private final Role role;
  private final Map<String, WorkerSession> sessions = new LinkedHashMap<>();
  private final Deque<WaitingSession> waiting = new ArrayDeque<>();
  private final ClosedEpochs closed = new ClosedEpochs();
  private boolean draining;
  private long arrivals;

  SessionTable(EngineSeat seat, Role role) {
    this.seat = seat;
    this.role = role;
  }

  /** No new sessions from now on; those that are here may be opened again and go on. */
  public void drain() {
    draining = true;
  }

  public void open(Open open, SessionListener from) {
    WorkerSession session = sessions.get(open.getSession());
    try {
      checkEpoch(open, session);
      if (session == null) {
        session = create(open);
      }
      session.heard(now());
      session.open(open, from);
      waiting.removeIf(entry -> entry.session().attachedTo(from));
      sessions.put(session.id, session);
      admit(session, true);
    } catch (RefusedException e) {
      refuse(e, session, 0, from);
    }
  }

  private void checkEpoch(Open open, WorkerSession session) throws RefusedException {
    long epoch = open.getSessionEpoch();
    boolean stale =
        session == null
            ? closed.isStale(open.getSession(), epoch)
            : Long.compareUnsigned(epoch, session.epoch()) < 0;
    if (stale) {
      throw new RefusedException(
          Refusal.STALE_EPOCH,
          "session %s was opened with epoch %s; a later one was seen"
              .formatted(open.getSession(), Long.toUnsignedString(epoch)));
    }
  }

  private WorkerSession create(Open open) throws RefusedException {
    if (draining) {
      throw new RefusedException(Refusal.DRAINING, "this agent leaves and takes no new sessions");
    }
    if (sessions.size() >= seat.limits().maxSessions()) {
      throw new RefusedException(
          Refusal.NO_MEMORY, "the agent holds its most sessions, " + sessions.size());
    }
    return role == Role.ROLE_DRAFTER
        ? new DrafterSession(open.getSession(), arrivals++, seat)
        : new VerifierSession(open.getSession(), arrivals++, seat);
  }

  /** A request other than Open, from the stream that opened the session with this epoch. */
  public void request(String id, long epoch, SessionRequest request, SessionListener from) {
    WorkerSession session = sessions.get(id);
    try {
      if (session == null) {
        throw new RefusedException(
            Refusal.UNKNOWN_SESSION, "session " + id + " is not held; open it again");
      }
      if (session.epoch() != epoch || !session.attachedTo(from)) {
        throw new RefusedException(
            Refusal.STALE_EPOCH,
            "session " + id + " was opened again with epoch " + session.epoch());
      }
      session.heard(now());
      serve(session, request);
    } catch (RefusedException e) {
      refuse(e, session, Rounds.of(request), from);
    }
  }

  private void serve(WorkerSession session, SessionRequest request) throws RefusedException {
    Optional<WaitingSession> wait = waitOf(session);
    if (request.hasClose()) {
      close(session, SessionListener.Ending.CLOSED, request.getClose().getReason());
    } else if (wait.isPresent()) {
      if (wait.get().requests().size() >= WaitingSession.MOST_REQUESTS) {
        throw new RefusedException(
            Refusal.OUT_OF_ORDER, "too many requests while the session waits for memory");
      }
      wait.get().requests().add(request);
    } else if (request.hasExtend()) {
      session.extend(request.getExtend());
      admit(session, true);
    } else {
      session.handle(request);
      if (session.needsKv()) {
        admit(session, false);
      }
    }
  }

  private void admit(WorkerSession session, boolean opened) throws RefusedException {
    WaitingSession entry =
        new WaitingSession(session, opened, now() + seat.limits().admissionWait().toNanos());
    if (!waiting.isEmpty() && session.needsKv() || !tryAdmit(session)) {
      waiting.add(entry);
    } else if (opened) {
      session.answerOpened();
    }
  }

  /** Whether the session has the KV that it needs. */
  private boolean tryAdmit(WorkerSession session) throws RefusedException {
    if (!session.needsKv() || session.extendKv()) {
      return true;
    }
    session.releaseKv();
    Admission admission = seat.pipeline().admit(session.log.copy(), session.terms.limit());
    if (admission instanceof Admission.Admitted admitted) {
      session.admitted(admitted.sequence());
      return true;
    }
    if (admission instanceof Admission.NeverFits never) {
      forget(session);
      throw new RefusedException(
          Refusal.NEVER_FITS,
          "%d tokens need %d bytes of KV; this worker has %d in all"
              .formatted(session.terms.limit(), never.neededBytes(), never.totalBytes()));
    }
    return false;
  }

  /** Lets waiting sessions in, first come first served, and refuses those that waited too long. */
  void admitWaiting() {
    while (!waiting.isEmpty()) {
      WaitingSession head = waiting.peek();
      try {
        if (!tryAdmit(head.session())) {
          refuseOverdue();
          return;
        }
        waiting.remove();
        if (head.opened()) {
          head.session().answerOpened();
        }
        head.requests().forEach(request -> replay(head.session(), request));
      } catch (RefusedException e) {
        waiting.remove(head);
        head.session().reply(e.reply(0, 0));
      }
    }
  }

  private void replay(WorkerSession session, SessionRequest request) {
    try {
      serve(session, request);
    } catch (RefusedException e) {
      seat.counts().refused(e.code().name());
      session.reply(e.reply(session.log.length(), Rounds.of(request)));
    }
  }

  private void refuseOverdue() {
    long now = now();
    for (WaitingSession entry : List.copyOf(waiting)) {
      if (entry.deadline() - now <= 0) {
        waiting.remove(entry);
        forget(entry.session());
        seat.counts().refused(Refusal.NO_MEMORY.name());
        entry.session().reply(noMemory(entry.session()).reply(0, 0));
      }
    }
  }

  private RefusedException noMemory(WorkerSession session) {
    var use = seat.pipeline().kvUse();
    return new RefusedException(
        Refusal.NO_MEMORY,
        "%d tokens need %d bytes of KV; %d of %d are free and none came free within %d s"
            .formatted(
                session.terms.limit(),
                session.terms.limit() * seat.info().kvBytesPerToken(),
                use.free(),
                use.total(),
                seat.limits().admissionWait().toSeconds()));
  }

  /** The stream is gone; the session stays until it is closed or its time is over. */
  public void detach(String id, SessionListener from) {
    WorkerSession session = sessions.get(id);
    if (session != null && session.attachedTo(from)) {
      waitOf(session).ifPresent(waiting::remove);
      session.detach();
      session.heard(now());
    }
  }

  /** Ends sessions from which nothing was heard for too long. */
  void expire() {
    long now = now();
    for (WorkerSession session : List.copyOf(sessions.values())) {
      long limit =
          (session.attached() ? seat.limits().idleLimit() : seat.limits().detachedLimit())
              .toNanos();
      if (now - session.heardAt() > limit && !session.busy()) {
        close(session, SessionListener.Ending.EXPIRED, "nothing was heard for its time limit");
      }
    }
  }

  void fail(WorkerSession session, String why) {
    close(session, SessionListener.Ending.FAILED, why);
  }

  public void endAll(SessionListener.Ending ending, String why) {
    List.copyOf(sessions.values()).forEach(session -> close(session, ending, why));
  }

  private void close(WorkerSession session, SessionListener.Ending ending, String why) {
    forget(session);
    session.end(ending, why);
  }

  private void forget(WorkerSession session) {
    waitOf(session).ifPresent(waiting::remove);
    sessions.remove(session.id);
    closed.closed(session.id, session.epoch());
    session.giveUp();
    session.releaseKv();
  }

  private void refuse(
      RefusedException refusal, WorkerSession session, long round, SessionListener to) {
    seat.counts().refused(refusal.code().name());
    boolean held = session != null && sessions.containsKey(session.id);
    to.reply(refusal.reply(held ? session.log.length() : 0, round));
  }

  private Optional<WaitingSession> waitOf(WorkerSession session) {
    return waiting.stream().filter(entry -> entry.session() == session).findFirst();
  }

  List<WorkerSession> ready() {
    List<WorkerSession> ready = new ArrayList<>();
    for (WorkerSession session : sessions.values()) {
      if (session.demand() != null) {
        ready.add(session);
      }
    }
    return ready;
  }

  int open() {
    return sessions.size();
  }

  /** Whether no stream holds a session; one without a stream may go on anywhere. */
  boolean quiet() {
    return sessions.values().stream().noneMatch(WorkerSession::attached);
  }

  int waitingCount() {
    return waiting.size();
  }

  private long now() {
    return seat.nanos().getAsLong();
  }
}
