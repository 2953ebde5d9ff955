package dev.isthmus.router.speculate;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.protocol.v1.Drafted;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.router.speculate.Opening.Seated;
import dev.isthmus.router.worker.WorkerLostException;
import dev.isthmus.router.worker.WorkerPath;
import dev.isthmus.router.worker.WorkerRefusedException;
import dev.isthmus.router.worker.WorkerStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A session's place at a drafter. Best effort: a drafter that is lost, slow or full proposes
 * nothing, and is tried again after a while.
 */
public final class ModelSeat implements DraftSeat {

  public static final String NAME = "draft model";

  /**
   * A broken stream is opened again at once; what fails twice running is left alone for a while.
   */
  private static final int PATIENCE = 2;

  private static final Duration PER_ROW = Duration.ofMillis(5);

  private final Opening opening;
  private final TokenLog log;
  private final Supplier<Optional<WorkerPath>> drafters;
  private final DraftTiming timing;
  private final LongSupplier nanos;
  private final DraftSteps steps;
  private WorkerPath path;
  private WorkerStream opened;
  private Seated seated;
  private int sent;
  private int fed;
  private long round;
  private Ahead ahead;
  private int failures;
  private long lostAt;

  /**
   * @param openLimit for a drafter's first answer
   * @param replyLimit for a draft
   * @param retryAfter how long a lost drafter is left alone
   */
  public record DraftTiming(Duration openLimit, Duration replyLimit, Duration retryAfter) {}

  /** What it drafts on from. */
  private record Ahead(long round, List<Integer> tokens) {}

  /** Told what a drafter did. */
  public interface DraftSteps {

    /**
     * @param count tokens that it drafted
     * @param millis as seen by the drafter, waiting included
     */
    void observed(int count, double millis);

    /**
     * It had drafted on while a window was away.
     *
     * @param hit whether that is the next round's draft
     */
    void draftedAhead(boolean hit);
  }

  public ModelSeat(
      Terms terms,
      TokenLog log,
      Supplier<Optional<WorkerPath>> drafters,
      DraftTiming timing,
      LongSupplier nanos,
      DraftSteps steps) {
    this.opening = new Opening(terms, Role.ROLE_DRAFTER, log, timing.openLimit());
    this.log = log;
    this.drafters = drafters;
    this.timing = timing;
    this.nanos = nanos;
    this.steps = steps;
  }

  /** Opens the session on the drafter while something else is waited for. */
  public void begin() {
    drafters.get().ifPresent(this::begin);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isAvailable() {
    if (failures >= PATIENCE && nanos.getAsLong() - lostAt < timing.retryAfter().toNanos()) {
      return false;
    }
    return seated != null || opened != null || drafters.get().isPresent();
  }

  @Override
  public int[] draft(TokenLog committed, int count) throws InterruptedException {
    try {
      if (!seat()) {
        return new int[0];
      }
      return ask(count);
    } catch (WorkerLostException | WorkerRefusedException e) {
      lose(e.getMessage());
      return new int[0];
    }
  }

  /**
   * What it drafts on needs no answer here: a drafter keeps its guesses as long as what is
   * committed agrees with them, and cuts them short for the next question.
   */
  @Override
  public void ahead(TokenLog committed, int[] draft, int count) {
    if (seated == null) {
      return;
    }
    try {
      List<Integer> tokens = new ArrayList<>(log.from(sent));
      tokens.addAll(TokenLog.listOf(draft));
      send(tokens, count);
      ahead = new Ahead(round, tokens);
    } catch (WorkerLostException e) {
      lose(e.getMessage());
    }
  }

  private void send(List<Integer> tokens, int count) throws WorkerLostException {
    var draft =
        dev.isthmus.protocol.v1.Draft.newBuilder()
            .setRound(++round)
            .setBase(sent)
            .addAllTokens(tokens)
            .setCount(count);
    seated.stream().send(SessionRequest.newBuilder().setDraft(draft).build());
  }

  @Override
  public void close(String reason) {
    if (seated != null) {
      seated.stream().close(reason);
    } else if (opened != null) {
      opened.close(reason);
    }
  }

  private boolean seat() throws WorkerLostException, WorkerRefusedException, InterruptedException {
    if (seated != null) {
      return true;
    }
    if (opened == null) {
      begin();
    }
    if (opened == null) {
      return false;
    }
    WorkerStream stream = opened;
    opened = null;
    seated = opening.answered(path, stream);
    // `answered` compares with the log as it is now, so the drafter has all of it.
    sent = log.length();
    fed = 0;
    return true;
  }

  private int[] ask(int count)
      throws WorkerLostException, WorkerRefusedException, InterruptedException {
    int rows = log.length() - fed;
    List<Integer> news = log.from(sent);
    send(news, count);
    boolean hit = false;
    Drafted drafted = answer(rows);
    while (drafted.getRound() != round) {
      hit = learn(drafted, news);
      drafted = answer(rows);
    }
    ahead = null;
    sent = log.length();
    fed = sent;
    failures = 0;
    if (!hit) { // a draft that lay there says nothing of a step's time
      steps.observed(drafted.getTokensCount(), drafted.getTotalMicros() / 1e3);
    }
    List<Integer> ids = drafted.getTokensList();
    return ids.stream().mapToInt(Integer::intValue).limit(count).toArray();
  }

  /**
   * What was drafted on is the next draft where the whole window was accepted and the verifier's
   * own token is the first that was guessed.
   */
  private boolean learn(Drafted guessed, List<Integer> news) {
    if (ahead == null || guessed.getRound() != ahead.round() || guessed.getTokensCount() == 0) {
      return false;
    }
    List<Integer> expected = new ArrayList<>(ahead.tokens());
    expected.add(guessed.getTokens(0));
    boolean hit = expected.equals(news);
    steps.observed(guessed.getTokensCount(), guessed.getTotalMicros() / 1e3);
    steps.draftedAhead(hit);
    return hit;
  }

  private Drafted answer(int rows)
      throws WorkerLostException, WorkerRefusedException, InterruptedException {
    SessionReply reply = seated.stream().receive(limit(rows));
    if (reply.hasRefused()) {
      throw new WorkerRefusedException(seated.node(), reply.getRefused());
    }
    if (!reply.hasDrafted()) {
      throw new WorkerLostException("a draft was answered with " + reply.getFrameCase());
    }
    return reply.getDrafted();
  }

  /** The first draft holds the whole prompt. */
  private Duration limit(int rows) {
    return timing.replyLimit().plus(PER_ROW.multipliedBy(rows));
  }

  private void begin(WorkerPath to) {
    try {
      path = to;
      opened = opening.begin(to, false, "");
    } catch (WorkerLostException e) {
      lose(e.getMessage());
    }
  }

  private void lose(String why) {
    if (seated != null) {
      seated.stream().abandon(why);
    }
    seated = null;
    opened = null;
    ahead = null;
    failures++;
    lostAt = nanos.getAsLong();
  }
}
