package dev.isthmus.router.speculate;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Mode {@code edge-only}: the draft model answers alone while no verifier can be reached. Nothing
 * of it is ever shown to a verifier, so it never becomes committed.
 */
public final class UnverifiedDecoding implements Decoding {

  /** The mode's name, as clients read it. */
  public static final String WORD = "edge-only";

  private static final int A_FEW = 4;

  private final DraftSeat drafter;
  private final TokenLog log;
  private final int[] stopIds;
  private final int tokenLimit;

  /**
   * @param log of a session that no verifier holds
   * @param stopIds end the answer
   * @param tokenLimit most tokens of the log
   */
  public UnverifiedDecoding(DraftSeat drafter, TokenLog log, int[] stopIds, int tokenLimit) {
    this.drafter = drafter;
    this.log = log;
    this.stopIds = stopIds.clone();
    Arrays.sort(this.stopIds);
    this.tokenLimit = tokenLimit;
  }

  @Override
  public Batch next() throws CutOffException, InterruptedException {
    int[] ids = drafter.draft(log, Math.min(A_FEW, tokenLimit - log.length()));
    if (ids.length == 0) {
      throw new CutOffException("the drafter was lost while no verifier could be reached");
    }
    List<Token> tokens = new ArrayList<>();
    Finish finish = Finish.FINISH_NONE;
    for (int i = 0; i < ids.length && finish == Finish.FINISH_NONE; i++) {
      tokens.add(Token.newBuilder().setId(ids[i]).build());
      if (Arrays.binarySearch(stopIds, ids[i]) >= 0) {
        finish = Finish.FINISH_STOP;
      } else if (log.length() + tokens.size() == tokenLimit) {
        finish = Finish.FINISH_LENGTH;
      }
    }
    log.append(TokenIds.of(tokens));
    return new Batch(tokens, 0, finish);
  }
}
