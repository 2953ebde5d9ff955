package dev.isthmus.router.session;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.planner.mode.Mode;
import dev.isthmus.planner.mode.ModeDecision;
import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.OfflineMode;
import dev.isthmus.router.mode.SessionGate;
import dev.isthmus.router.route.Route;
import dev.isthmus.router.session.Failure.Kind;
import dev.isthmus.router.speculate.Batch;
import dev.isthmus.router.speculate.CutOffException;
import dev.isthmus.router.speculate.Decoding;
import dev.isthmus.router.speculate.UnservableException;
import dev.isthmus.router.speculate.UnverifiedDecoding;
import dev.isthmus.router.worker.WorkerPath;
import java.util.Optional;

/**
 * One generation, from prompt to finish: the token log, the seed, the mode, what the client has
 * seen. Runs on a thread of its own; interrupting that ends it as if the client had gone.
 */
final class Session implements Runnable {

  private static final String REROUTED =
      "; experts were lost and others answered for them: not exact";

  private final SessionWatch.Identity identity;
  private final GenerationRequest request;
  private final Client client;
  private final SessionTools tools;
  private final long started;
  private final TokenLog log;
  private final Delivery delivery;
  private final SessionGate gate;
  private final SessionSeats seats;
  private ModeDecision decision;
  private Optional<Decoding> unverified = Optional.empty();
  private String reason = "";
  private boolean stopped;
  private boolean otherClass;
  private long lastDelivered;
  private int decidedAt;

  Session(String id, GenerationRequest request, Client client, SessionTools tools) {
    Route route = request.served().route();
    this.identity = new SessionWatch.Identity(id, route.service());
    this.request = request;
    this.client = client;
    this.tools = tools;
    this.started = tools.nanos().getAsLong();
    this.lastDelivered = started;
    this.log = new TokenLog(request.prompt());
    this.delivery = new Delivery(request.served().text().tokenizer().stream(), request.stops());
    this.gate = tools.gate().open(route);
    this.seats = new SessionSeats(id, request, log, gate, tools, this::reopened);
  }

  @Override
  public void run() {
    try {
      open();
      decode();
      client.end(completion());
      close(delivery.isStopped() || stopped ? "stop" : "length", "");
    } catch (CutOffException e) {
      fail(Kind.UNREACHABLE, e.getMessage());
    } catch (UnservableException e) {
      fail(Kind.REFUSED, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close("client-gone", "");
    } catch (RuntimeException e) {
      Failures.log(identity.session(), e);
      fail(Kind.BROKEN, "the router failed at this session; its log has the cause");
    }
  }

  private void open() throws CutOffException, UnservableException, InterruptedException {
    decision = gate.decide(request.mode());
    reason = decision.reason();
    if (decision.mode() == Mode.EDGE_DRAFT) {
      seats.beginDrafting();
    }
    seat(request.served().route());
    Head head =
        new Head(
            identity.session(),
            mode(),
            reason,
            request.sampling().seed(),
            seats.verifier().numericsClass(),
            tools.clock().instant().getEpochSecond());
    tools.watch().opened(identity, head, request.prompt().length, node(), seats.drafter());
    client.begin(head);
  }

  /** Sits down at a verifier, or does without where the service allows that and none answers. */
  private void seat(Route route) throws CutOffException, UnservableException, InterruptedException {
    boolean alone =
        route.offline() == OfflineMode.EDGE_ONLY
            && request.mode().isEmpty()
            && request.logprobs() == 0;
    try {
      if (alone && gate.isCutOff()) {
        throw new CutOffException("no verifier answers");
      }
      seats
          .verifier()
          .take(
              route.offline() == OfflineMode.QUEUE ? route.offlineAfter() : tools.limits().start());
      gate.sitsAt(node());
    } catch (CutOffException e) {
      alone(e, alone, "answers");
    }
  }

  /** Leaves the rest to the draft model, where that is allowed and there is one. */
  private void alone(CutOffException cut, boolean allowed, String does) throws CutOffException {
    Optional<Decoding> alone =
        allowed && unverified.isEmpty() ? seats.unverified() : Optional.empty();
    if (alone.isEmpty()) {
      throw cut;
    }
    unverified = alone;
    reason = "cut off: " + cut.getMessage() + "; the draft model " + does + " alone, unverified";
  }

  private String mode() {
    return unverified.isPresent() ? UnverifiedDecoding.WORD : decision.mode().word();
  }

  private Decoding decoding() {
    return unverified.orElseGet(() -> seats.decoding(decision.mode()));
  }

  private void decode() throws CutOffException, UnservableException, InterruptedException {
    boolean ended = false;
    while (!ended) {
      Batch batch = next();
      Delta delta = delivery.deliver(batch);
      ended = batch.isLast() || delivery.isStopped();
      stopped = batch.finish() == Finish.FINISH_STOP;
      if (!delta.text().isEmpty() || !delta.pieces().isEmpty()) {
        client.deliver(unverified.isPresent() ? delta.marked() : delta);
        measure(batch.tokens().size());
      }
      if (!ended && unverified.isEmpty()) {
        reconsider();
      }
    }
  }

  private Batch next() throws CutOffException, UnservableException, InterruptedException {
    try {
      return decoding().next();
    } catch (CutOffException e) {
      alone(e, request.goesOnUnverified(), "goes on");
      return decoding().next();
    }
  }

  /** Leaves a mode that lost its drafters, or that is clearly dearer than another. */
  private void reconsider() {
    Mode mode = decision.mode();
    if (seats.decoding(mode).isExhausted()) {
      decision = gate.decide(Optional.of(Mode.CLOUD));
      reason = "the drafter was lost: " + decision.mode().word();
    } else if (request.mode().isEmpty()
        && log.length() - decidedAt >= tools.limits().reconsider()) {
      decidedAt = log.length();
      decision = gate.decideAgain(mode);
      reason = decision.reason();
    }
  }

  private void measure(int tokens) {
    long now = tools.nanos().getAsLong();
    tools
        .watch()
        .delivered(identity, tokens, lastDelivered == started, (now - lastDelivered) / 1e6);
    lastDelivered = now;
  }

  private void reopened(String from, String to, String why, boolean other) {
    otherClass |= other;
    gate.sitsAt(to);
    tools.watch().moved(identity, from, to, why, other);
  }

  private Completion completion() {
    return new Completion(
        delivery.isStopped() || stopped,
        request.prompt().length,
        delivery.tokens(),
        Math.min(seats.verifier().cached(), request.prompt().length),
        mode(),
        seats.verifier().isRerouted() ? reason + REROUTED : reason,
        seats.counts().drafted(),
        seats.counts().accepted(),
        seats.counts().rounds(),
        seats.counts().ahead(),
        seats.counts().hits(),
        seats.verifier().reopenings(),
        otherClass,
        seats.verifier().isRerouted());
  }

  private void fail(Kind kind, String message) {
    client.fail(new Failure(kind, message));
    close("error", message);
  }

  private void close(String finish, String error) {
    seats.close(finish);
    if (decision != null) {
      long millis = (tools.nanos().getAsLong() - started) / 1_000_000;
      tools.watch().closed(identity, finish, completion(), millis, error);
    }
  }

  private String node() {
    WorkerPath path = seats.verifier().path();
    return path == null ? "" : path.address().node();
  }
}
