package dev.isthmus.router.speculate;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.protocol.v1.Decode;
import dev.isthmus.protocol.v1.Decoded;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.Token;
import dev.isthmus.router.worker.WorkerLostException;
import dev.isthmus.router.worker.WorkerRefusedException;
import dev.isthmus.router.worker.WorkerStream;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Modes {@code cloud}, {@code cloud-draft} and {@code split}: the verifier decodes by itself and
 * pushes tokens. Credit is renewed only as tokens are taken, so a client that reads slowly stops
 * the verifier.
 */
public final class CloudDecoding implements Decoding {

  private final VerifierSeat seat;
  private final TokenLog log;
  private final int credit;
  private final LongSupplier nanos;
  private final PushedSteps steps;
  private final PushedDrafts drafts;
  private int left;
  private int opening = -1;
  private long round;
  private boolean running;
  private long lastArrival;

  /** Told how long the verifier took for a step, as seen from here. */
  @FunctionalInterface
  public interface PushedSteps {

    /**
     * @param rows 1, and those of the drafts that it scored
     */
    void observed(int rows, double millis);
  }

  /**
   * @param credit most tokens on their way; more than twice a round trip's worth keeps the verifier
   *     busy
   * @param drafts what the verifier may draft meanwhile
   */
  public CloudDecoding(
      VerifierSeat seat,
      TokenLog log,
      int credit,
      LongSupplier nanos,
      PushedSteps steps,
      PushedDrafts drafts) {
    this.seat = seat;
    this.log = log;
    this.credit = credit;
    this.nanos = nanos;
    this.steps = steps;
    this.drafts = drafts;
  }

  @Override
  public Batch next() throws CutOffException, UnservableException, InterruptedException {
    return next(credit, credit / 2);
  }

  /**
   * A few tokens, without asking for more while they come; for rounds that nothing was drafted for.
   */
  Batch few(int tokens) throws CutOffException, UnservableException, InterruptedException {
    return next(tokens, 0);
  }

  /** Whether pushed tokens are still to come: a mode that follows takes them first. */
  boolean isUnderWay() {
    return left > 0 && opening == seat.openings();
  }

  private Batch next(int most, int renewBelow)
      throws CutOffException, UnservableException, InterruptedException {
    while (true) {
      WorkerStream stream = seat.stream();
      try {
        renew(stream, most, renewBelow);
        Batch batch = received(stream);
        if (!batch.tokens().isEmpty() || batch.isLast()) {
          return batch;
        }
      } catch (WorkerLostException | WorkerRefusedException e) {
        seat.lost(e);
      }
    }
  }

  private void renew(WorkerStream stream, int most, int renewBelow) throws WorkerLostException {
    if (opening != seat.openings()) {
      opening = seat.openings();
      left = 0;
    }
    if (left == 0) {
      round = seat.nextRound();
      running = false;
      grant(stream, most);
    } else if (left < renewBelow) {
      grant(stream, most - left);
    }
  }

  private void grant(WorkerStream stream, int more) throws WorkerLostException {
    // Where the verifier has used its credit up by now, this is how far it got.
    int base = log.length() + left;
    stream.send(
        request(
            Decode.newBuilder()
                .setRound(round)
                .setBase(base)
                .setCredit(more)
                .setDraft(drafts.most())));
    left += more;
  }

  private Batch received(WorkerStream stream)
      throws WorkerLostException, WorkerRefusedException, InterruptedException {
    boolean waited = !stream.hasArrivals();
    Decoded decoded = reply(stream);
    int skip = log.length() - decoded.getPosition();
    List<Token> tokens = decoded.getTokensList();
    if (!tokens.isEmpty() && skip != 0) {
      throw new WorkerLostException(
          "tokens came at position " + decoded.getPosition() + ", expected " + log.length());
    }
    measure(decoded.getDrafted() + 1, waited && !tokens.isEmpty());
    log.append(TokenIds.of(tokens));
    if (!tokens.isEmpty()) {
      drafts.came(decoded.getDrafted(), decoded.getAccepted());
    }
    seat.heard(decoded.getRerouted());
    left = decoded.getPaused() ? 0 : Math.max(0, left - tokens.size());
    return new Batch(tokens, decoded.getAccepted(), decoded.getFinish());
  }

  /** The first token of a run holds a round trip, and perhaps the prompt. */
  private void measure(int rows, boolean isStep) {
    long now = nanos.getAsLong();
    if (isStep && running) {
      steps.observed(rows, (now - lastArrival) / 1e6);
    }
    running = true;
    lastArrival = now;
  }

  private Decoded reply(WorkerStream stream)
      throws WorkerLostException, WorkerRefusedException, InterruptedException {
    SessionReply reply = stream.receive(seat.replyLimit());
    if (reply.hasRefused()) {
      throw new WorkerRefusedException(seat.path().address().node(), reply.getRefused());
    }
    if (!reply.hasDecoded()) {
      throw new WorkerLostException("a decode was answered with " + reply.getFrameCase());
    }
    return reply.getDecoded();
  }

  private static SessionRequest request(Decode.Builder decode) {
    return SessionRequest.newBuilder().setDecode(decode).build();
  }
}
