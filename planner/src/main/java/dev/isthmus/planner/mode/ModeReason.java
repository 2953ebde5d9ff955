package dev.isthmus.planner.mode;

import java.util.List;
import java.util.Locale;

/** The sentence that says why a mode was chosen. ASCII, because it travels in an HTTP header. */
final class ModeReason {

  private ModeReason() {}

  static String of(Prediction chosen, List<Prediction> candidates, Conditions conditions) {
    if (candidates.size() == 1) {
      return missing(conditions) + ": " + chosen.mode().word();
    }
    Goal goal = conditions.goal();
    Prediction plain = candidates.get(0);
    boolean drafts = chosen.mode() != plain.mode();
    Prediction drafted =
        drafts ? chosen : ModeEconomics.cheapest(candidates.subList(1, candidates.size()), goal);
    return figures(drafted, plain, goal) + verdict(drafts, drafted, plain, goal);
  }

  static String missing(Conditions conditions) {
    return conditions.maxDraftTokens() == 0
        ? "drafting is off (maxDraftTokens 0)"
        : "nothing drafts at this site";
  }

  private static String figures(Prediction drafted, Prediction plain, Goal goal) {
    String tokens =
        drafted.draftTokens() == 1 ? "1 drafted token" : drafted.draftTokens() + " drafted tokens";
    String head =
        drafted.mode().word()
            + ": "
            + tokens
            + " a round ("
            + drafted.draft()
            + share(drafted)
            + ") give "
            + String.format(Locale.ROOT, "%.2f", drafted.tokensPerRound());
    return goal == Goal.LATENCY
        ? head
            + " in "
            + number(drafted.roundMillis())
            + " ms; plain cloud streaming gives one per "
            + number(plain.millisPerToken())
            + " ms, "
        : head
            + " for "
            + number(drafted.verifierMillisPerToken())
            + " ms of the verifier each; plain decoding takes "
            + number(plain.verifierMillisPerToken())
            + " ms, ";
  }

  private static String share(Prediction drafted) {
    return drafted.offered() == 1
        ? ""
        : ", in " + Math.round(100 * drafted.offered()) + " % of the rounds";
  }

  private static String verdict(boolean drafts, Prediction drafted, Prediction plain, Goal goal) {
    boolean pays = drafted.cost(goal) < plain.cost(goal);
    if (drafts) {
      return pays
          ? "so drafting pays: " + drafted.mode().word()
          : "too little to leave the mode in force: " + drafted.mode().word();
    }
    return pays
        ? "too little to leave the mode in force: " + plain.mode().word()
        : "so drafting does not pay: " + plain.mode().word();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
  }
}
