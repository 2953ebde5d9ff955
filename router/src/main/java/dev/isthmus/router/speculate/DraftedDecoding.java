package dev.isthmus.router.speculate;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.planner.mode.ModeEconomics;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.Verified;
import dev.isthmus.protocol.v1.Verify;
import dev.isthmus.router.worker.WorkerLostException;
import dev.isthmus.router.worker.WorkerRefusedException;
import dev.isthmus.router.worker.WorkerStream;
import java.util.List;

/**
 * Mode {@code edge-draft}: a draft from near by, one verify step in the cloud for it. A round for
 * which nobody has a draft lets the verifier decode a few tokens by itself.
 */
public final class DraftedDecoding implements Decoding {

  private final VerifierSeat seat;
  private final TokenLog log;
  private final CloudDecoding plain;
  private final List<DraftSeat> sources;
  private final WindowChoice choice;
  private final DraftCounts counts;
  private final int tokenLimit;
  private int opening;

  /**
   * @param plain what this session decodes with where there is no draft
   * @param counts where drafted, accepted and rounds are added up
   * @param tokenLimit most tokens of the log
   */
  public DraftedDecoding(
      VerifierSeat seat,
      TokenLog log,
      CloudDecoding plain,
      List<DraftSeat> sources,
      WindowChoice choice,
      DraftCounts counts,
      int tokenLimit) {
    this.seat = seat;
    this.log = log;
    this.plain = plain;
    this.sources = sources;
    this.choice = choice;
    this.counts = counts;
    this.tokenLimit = tokenLimit;
  }

  @Override
  public Batch next() throws CutOffException, UnservableException, InterruptedException {
    if (plain.isUnderWay()) {
      return plain.few(ModeEconomics.TOKENS_WITHOUT_DRAFT);
    }
    Draft draft = draft();
    return draft.isEmpty() ? plain.few(ModeEconomics.TOKENS_WITHOUT_DRAFT) : round(draft);
  }

  @Override
  public boolean isExhausted() {
    return sources.stream().noneMatch(DraftSeat::isAvailable);
  }

  private Draft draft() throws InterruptedException {
    // A window of k drafts may commit k + 1 tokens.
    int most = tokenLimit - log.length() - 1;
    List<DraftSeat> available = sources.stream().filter(DraftSeat::isAvailable).toList();
    for (WindowChoice.Wanted wanted : choice.wanted(available)) {
      int count = Math.min(wanted.count(), most);
      int[] ids = count > 0 ? wanted.source().draft(log, count) : new int[0];
      if (ids.length > 0) {
        return new Draft(wanted.source(), ids);
      }
      if (count > 0) {
        choice.observed(wanted.source(), 0, 0);
      }
    }
    return new Draft(null, new int[0]);
  }

  private Batch round(Draft draft)
      throws CutOffException, UnservableException, InterruptedException {
    int[] window = new int[draft.ids().length + 1];
    window[0] = log.last();
    System.arraycopy(draft.ids(), 0, window, 1, draft.ids().length);
    while (true) {
      WorkerStream stream = seat.stream();
      try {
        Verified verified = verify(stream, window, draft);
        log.append(TokenIds.of(verified.getTokensList()));
        seat.heard(verified.getRerouted());
        counts.round(draft.ids().length, verified.getAccepted());
        choice.observed(draft.source(), draft.ids().length, verified.getAccepted());
        if (seat.openings() == opening) {
          choice.verified(window.length, verified.getTotalMicros() / 1e3);
        }
        // The first step after an opening may hold the whole prompt.
        opening = seat.openings();
        return new Batch(verified.getTokensList(), verified.getAccepted(), verified.getFinish());
      } catch (WorkerLostException | WorkerRefusedException e) {
        seat.lost(e);
      }
    }
  }

  private void draftOn(Draft draft) {
    int drafted = draft.ids().length;
    int most = tokenLimit - log.length() - drafted - 1;
    int count = Math.min(choice.ahead(draft.source(), drafted), most);
    if (count > 0) {
      draft.source().ahead(log, draft.ids(), count);
    }
  }

  private Verified verify(WorkerStream stream, int[] window, Draft draft)
      throws WorkerLostException, WorkerRefusedException, InterruptedException {
    long round = seat.nextRound();
    Verify verify =
        Verify.newBuilder()
            .setRound(round)
            .setBase(log.length())
            .addAllWindow(TokenLog.listOf(window))
            .build();
    stream.send(SessionRequest.newBuilder().setVerify(verify).build());
    draftOn(draft);
    SessionReply reply = stream.receive(seat.replyLimit());
    if (reply.hasRefused()) {
      throw new WorkerRefusedException(seat.path().address().node(), reply.getRefused());
    }
    Verified verified = reply.getVerified();
    if (!reply.hasVerified()
        || verified.getRound() != round
        || verified.getPosition() != log.length()
        || verified.getTokensCount() == 0) {
      throw new WorkerLostException(
          "round " + round + " was answered with " + reply.getFrameCase());
    }
    return verified;
  }
}
