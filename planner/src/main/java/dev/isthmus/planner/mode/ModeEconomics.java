package dev.isthmus.planner.mode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses how to decode (Leviathan et al. 2022, 2211.17192, with the round trip added): drafting
 * pays where {@code E(k) / (R + V(k+1) + k d)} beats the plain rate {@code 1 / V}. Beside the
 * verifier R is 0. Rounds without a draft are decoded plainly, and counted.
 *
 * <p>A drafter that drafts on while its window is away (proactive drafting, as in SpecEdge,
 * 2505.17052) has the next draft ready with probability {@code a^(k+1)}: all k were accepted and
 * the verifier's own token is what it guessed. Such a round takes {@code max(k d, R + V(k+1))}.
 */
public final class ModeEconomics {

  /** Tokens that the verifier decodes by itself in a round that nobody has a draft for. */
  public static final int TOKENS_WITHOUT_DRAFT = 4;

  /** Drafting on is left out where its outcome comes true less often. */
  private static final double LEAST_HIT = 0.1;

  private final double switchGain;

  /**
   * @param switchGain share of the cost that another mode must save before the one in force is
   *     left, [0, 1); keeps a stream from going to and fro
   */
  public ModeEconomics(double switchGain) {
    if (!(switchGain >= 0 && switchGain < 1)) {
      throw new IllegalArgumentException("switch gain is " + switchGain + "; it lies in [0, 1)");
    }
    this.switchGain = switchGain;
  }

  /** For a new request: the cheapest mode. */
  public ModeDecision decide(Conditions conditions) {
    List<Prediction> candidates = candidates(conditions);
    return decision(cheapest(candidates, conditions.goal()), candidates, conditions);
  }

  /** For a running one: the cheapest, or the one in force where leaving it saves too little. */
  public ModeDecision decide(Conditions conditions, Mode inForce) {
    List<Prediction> candidates = candidates(conditions);
    Prediction best = cheapest(candidates, conditions.goal());
    Prediction kept = candidates.stream().filter(c -> c.mode() == inForce).findFirst().orElse(best);
    double limit = kept.cost(conditions.goal()) * (1 - switchGain);
    Prediction chosen = best.cost(conditions.goal()) < limit ? best : kept;
    return decision(chosen, candidates, conditions);
  }

  /** For a mode that was asked for: it with its best window, or the cheapest where impossible. */
  public ModeDecision forced(Conditions conditions, Mode mode) {
    List<Prediction> candidates = candidates(conditions);
    // Who asks for cloud asks for no drafts.
    Mode meant = mode == Mode.CLOUD ? conditions.plain() : mode;
    Optional<Prediction> wanted = candidates.stream().filter(c -> c.mode() == meant).findFirst();
    if (wanted.isEmpty()) {
      Prediction other = cheapest(candidates, conditions.goal());
      return new ModeDecision(
          other, candidates, mode.word() + " was asked for; " + missing(conditions, mode));
    }
    return new ModeDecision(wanted.get(), candidates, mode.word() + " was asked for");
  }

  private static String missing(Conditions conditions, Mode mode) {
    if (mode == Mode.SPLIT) {
      return "the verifier's layers are all at one site";
    }
    return mode == Mode.CLOUD_DRAFT && conditions.maxDraftTokens() > 0
        ? "nothing drafts beside the verifier"
        : ModeReason.missing(conditions);
  }

  /**
   * The window that maximises tokens per time from this source, 1..{@code maxDraftTokens}.
   *
   * @param mode {@link Mode#EDGE_DRAFT}, or {@link Mode#CLOUD_DRAFT} for a source beside the
   *     verifier
   */
  public static Prediction bestWindow(Conditions conditions, Mode mode, DraftSource draft) {
    Prediction best = window(conditions, mode, draft, 1);
    for (int k = 2; k <= conditions.maxDraftTokens(); k++) {
      Prediction longer = window(conditions, mode, draft, k);
      if (longer.cost(conditions.goal()) < best.cost(conditions.goal())) {
        best = longer;
      }
    }
    return best;
  }

  /** E(k) = (1 - a^(k+1)) / (1 - a): tokens of a round that drafts k. */
  public static double tokensPerRound(double acceptance, int draftTokens) {
    return acceptance == 1
        ? draftTokens + 1
        : (1 - Math.pow(acceptance, draftTokens + 1)) / (1 - acceptance);
  }

  /**
   * How many tokens a drafter should draft on while a window of {@code k} drafts is away: one more
   * than the window, since the verifier's own token comes before the next drafts. 0 where that
   * hardly ever comes true, or would not be done when the window is back.
   */
  public static int ahead(Conditions conditions, DraftSource draft, int k) {
    double away = conditions.roundTripMillis() + conditions.verifier().millis(k + 1);
    double drafting = draft.roundTripMillis() + (k + 1) * draft.stepMillis();
    return hit(draft, k) >= LEAST_HIT && drafting <= away ? k + 1 : 0;
  }

  private static double hit(DraftSource draft, int k) {
    return Math.pow(draft.acceptance(), k + 1);
  }

  private static List<Prediction> candidates(Conditions c) {
    List<Prediction> candidates = new ArrayList<>();
    candidates.add(new Prediction(c.plain(), "", 0, 1, 1, c.plainMillis(), c.plainMillis()));
    if (c.maxDraftTokens() > 0) {
      best(c, Mode.CLOUD_DRAFT, c.beside()).ifPresent(candidates::add);
      best(c, Mode.EDGE_DRAFT, c.drafts()).ifPresent(candidates::add);
    }
    return candidates;
  }

  private static Optional<Prediction> best(Conditions c, Mode mode, List<DraftSource> drafts) {
    return drafts.stream()
        .map(draft -> bestWindow(c, mode, draft))
        .min(Comparator.comparingDouble(p -> p.cost(c.goal())));
  }

  private static Prediction window(Conditions c, Mode mode, DraftSource draft, int k) {
    boolean beside = mode == Mode.CLOUD_DRAFT;
    double trip = beside ? 0 : c.roundTripMillis();
    double verify = c.verifier().millis(k + 1);
    double drafting = k * draft.stepMillis();
    boolean on = !beside && ahead(c, draft, k) > 0;
    double waiting = on ? (1 - hit(draft, k)) * drafting : drafting;
    double with = trip + draft.roundTripMillis() + verify + waiting;
    int few = beside ? 1 : TOKENS_WITHOUT_DRAFT;
    double plainly = few * c.plainMillis();
    double tokens = mean(draft, tokensPerRound(draft.acceptance(), k), few);
    return new Prediction(
        mode,
        draft.name(),
        k,
        draft.offered(),
        tokens,
        mean(draft, with, trip + plainly),
        mean(draft, verify, plainly) / tokens);
  }

  /** Over rounds with a draft and rounds without. */
  private static double mean(DraftSource draft, double with, double without) {
    return draft.offered() * with + (1 - draft.offered()) * without;
  }

  static Prediction cheapest(List<Prediction> candidates, Goal goal) {
    // min keeps the first of equals, and plain decoding stands first.
    return candidates.stream().min(Comparator.comparingDouble(p -> p.cost(goal))).orElseThrow();
  }

  private static ModeDecision decision(
      Prediction chosen, List<Prediction> candidates, Conditions conditions) {
    return new ModeDecision(chosen, candidates, ModeReason.of(chosen, candidates, conditions));
  }
}
