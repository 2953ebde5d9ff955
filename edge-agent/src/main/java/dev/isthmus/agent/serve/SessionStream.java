package dev.isthmus.agent.serve;

import dev.isthmus.agent.schedule.EngineLoop;
import dev.isthmus.agent.schedule.SessionListener;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Refused;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.worker.WorkerLimits;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/**
 * One router's stream. Turns its frames into calls of the engine that holds the session, and the
 * session's answers into frames. Reads on only when the engine took what was read and the network
 * took what was answered, so that neither queue grows.
 */
final class SessionStream implements StreamObserver<SessionRequest>, SessionListener {

  private static final int FRAMES_AHEAD = 4;

  private final ServedRoles roles;
  private final ServerCallStreamObserver<SessionReply> out;
  private EngineLoop engine;
  private String session;
  private long epoch;
  private boolean ended;
  private int unread;

  SessionStream(ServedRoles roles, ServerCallStreamObserver<SessionReply> out) {
    this.roles = roles;
    this.out = out;
    out.disableAutoRequest();
    out.setOnCancelHandler(this::gone);
    out.setOnReadyHandler(this::readOn);
    out.request(FRAMES_AHEAD);
  }

  @Override
  public void onNext(SessionRequest request) {
    if (request.hasOpen()) {
      open(request.getOpen());
    } else if (engine == null) {
      refuse(Refusal.OUT_OF_ORDER, request.getFrameCase() + " came before Open");
      took();
    } else {
      String id = session;
      long opened = epoch;
      engine.submit(
          table -> {
            table.request(id, opened, request, this);
            took();
          });
    }
  }

  private void open(Open open) {
    Optional<EngineLoop> found =
        roles.engine(open.getServiceUid(), open.getRole(), open.getModelDigest());
    if (session != null && !session.equals(open.getSession())) {
      refuse(
          Refusal.OUT_OF_ORDER,
          "this stream belongs to session " + session + ", not to " + open.getSession());
    } else if (open.getSession().isEmpty()
        || open.getSession().length() > WorkerLimits.MAX_SESSION_ID) {
      refuse(
          Refusal.OVER_LIMIT,
          "a session's id has 1 to %d characters, this one %d"
              .formatted(WorkerLimits.MAX_SESSION_ID, open.getSession().length()));
    } else if (found.isEmpty()) {
      refuse(
          Refusal.NOT_ASSIGNED,
          "this node serves no %s of %s (%s)%s"
              .formatted(
                  open.getRole(),
                  open.getService(),
                  open.getServiceUid(),
                  open.getModelDigest().isEmpty() ? "" : " with model " + open.getModelDigest()));
    } else {
      bind(open, found.get());
      return;
    }
    took();
  }

  private void bind(Open open, EngineLoop found) {
    EngineLoop before = engine;
    if (before != null && before != found) {
      before.submit(table -> table.detach(open.getSession(), this));
    }
    engine = found;
    session = open.getSession();
    epoch = open.getSessionEpoch();
    found.submit(
        table -> {
          table.open(open, this);
          took();
        });
  }

  @Override
  public void onError(Throwable cause) {
    gone();
  }

  @Override
  public void onCompleted() {
    gone();
    complete(null);
  }

  private void gone() {
    if (engine != null) {
      String id = session;
      engine.submit(table -> table.detach(id, this));
    }
  }

  @Override
  public synchronized void reply(SessionReply reply) {
    if (!ended && !out.isCancelled()) {
      out.onNext(reply);
    }
  }

  @Override
  public void ended(Ending ending, String why) {
    complete(
        switch (ending) {
          case CLOSED -> null;
          case SUPERSEDED -> Status.ABORTED;
          case FAILED -> Status.INTERNAL;
          case WITHDRAWN -> Status.UNAVAILABLE;
          case EXPIRED -> Status.DEADLINE_EXCEEDED;
        },
        why);
  }

  private void complete(Status status) {
    complete(status, "");
  }

  private synchronized void complete(Status status, String why) {
    if (ended || out.isCancelled()) {
      return;
    }
    ended = true;
    if (status == null) {
      out.onCompleted();
    } else {
      out.onError(status.withDescription(why).asRuntimeException());
    }
  }

  private void refuse(Refusal code, String message) {
    reply(
        SessionReply.newBuilder()
            .setRefused(Refused.newBuilder().setCode(code).setMessage(message))
            .build());
  }

  private synchronized void took() {
    unread++;
    readOn();
  }

  private synchronized void readOn() {
    if (out.isReady() && unread > 0 && !ended) {
      out.request(unread);
      unread = 0;
    }
  }
}
