package dev.isthmus.router.speculate;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.protocol.v1.Extend;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Opened;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.Sampling;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.router.worker.WorkerLostException;
import dev.isthmus.router.worker.WorkerPath;
import dev.isthmus.router.worker.WorkerRefusedException;
import dev.isthmus.router.worker.WorkerStream;
import java.time.Duration;
import java.util.List;

/** Opens a session on a worker, for the first time or again: the router's log wins. */
final class Opening {

  private final Terms terms;
  private final Role role;
  private final TokenLog log;
  private final Duration limit;
  private long epoch;

  /** A session on a worker, holding the whole log. */
  record Seated(WorkerPath path, WorkerStream stream, int cached, String numericsClass) {

    String node() {
      return path.address().node();
    }
  }

  Opening(Terms terms, Role role, TokenLog log, Duration limit) {
    this.terms = terms;
    this.role = role;
    this.log = log;
    this.limit = limit;
  }

  /**
   * @param known whether the worker may still hold the session: then only its length is said first
   */
  Seated on(WorkerPath path, boolean known, String numericsClass)
      throws WorkerLostException, WorkerRefusedException, InterruptedException {
    return answered(path, begin(path, known, numericsClass));
  }

  /** Sends the opening and does not wait for its answer. */
  WorkerStream begin(WorkerPath path, boolean known, String numericsClass)
      throws WorkerLostException {
    int base = known ? log.length() : 0;
    WorkerStream stream = path.open();
    stream.send(
        SessionRequest.newBuilder().setOpen(frame(base, log.from(base), numericsClass)).build());
    return stream;
  }

  /** Waits for the answer, and sends what the worker turns out to lack. */
  Seated answered(WorkerPath path, WorkerStream stream)
      throws WorkerLostException, WorkerRefusedException, InterruptedException {
    try {
      Opened opened = opened(path, stream);
      if (opened.getHeld() < log.length()) {
        Extend missing =
            Extend.newBuilder()
                .setBase(opened.getHeld())
                .addAllTokens(log.from(opened.getHeld()))
                .build();
        stream.send(SessionRequest.newBuilder().setExtend(missing).build());
        Opened extended = opened(path, stream);
        if (extended.getHeld() != log.length()) {
          throw new WorkerLostException(
              path.address().node()
                  + " holds "
                  + extended.getHeld()
                  + " tokens of "
                  + log.length()
                  + " after all of them were sent");
        }
      }
      return new Seated(path, stream, opened.getCached(), opened.getNumericsClass());
    } catch (WorkerLostException | WorkerRefusedException | InterruptedException e) {
      stream.abandon("the session could not be opened");
      throw e;
    }
  }

  private Opened opened(WorkerPath path, WorkerStream stream)
      throws WorkerLostException, WorkerRefusedException, InterruptedException {
    SessionReply reply = stream.receive(limit);
    if (reply.hasRefused()) {
      throw new WorkerRefusedException(path.address().node(), reply.getRefused());
    }
    if (!reply.hasOpened()) {
      throw new WorkerLostException(
          path.address().node() + " answered an opening with " + reply.getFrameCase());
    }
    return reply.getOpened();
  }

  private Open frame(int base, List<Integer> tokens, String numericsClass) {
    var sampling = terms.sampling();
    Open.Builder open =
        Open.newBuilder()
            .setSession(terms.session())
            .setSessionEpoch(++epoch)
            .setService(terms.service())
            .setServiceUid(terms.serviceUid())
            .setRole(role)
            .setSampling(
                Sampling.newBuilder()
                    .setTemperature(sampling.temperature())
                    .setTopK(sampling.topK())
                    .setTopP(sampling.topP())
                    .setSeed(sampling.seed()))
            .setTokenLimit(terms.tokenLimit())
            .setBase(base)
            .addAllTokens(tokens)
            .setLogprobs(role == Role.ROLE_VERIFIER ? terms.logprobs() : 0)
            .setNumericsClass(numericsClass);
    if (role == Role.ROLE_VERIFIER) {
      open.setModelDigest(terms.modelDigest());
    }
    for (int id : terms.stopIds()) {
      open.addStopIds(id);
    }
    return open.build();
  }
}
