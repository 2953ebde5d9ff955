package dev.isthmus.planner.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModeEconomicsTest {

  private static final StepTimes VERIFIER =
      StepTimes.of(Map.of(1, 5.5, 2, 7.1, 4, 10.3, 8, 16.5, 16, 27.5));
  private static final DraftSource MODEL = new DraftSource("draft model", 1.0, 0, 0.55);

  private static final DraftSource LOOKUP = new DraftSource("prompt lookup", 0, 0, 0.9, 0.5);

  private final ModeEconomics economics = new ModeEconomics(0.1);

  @Test
  void overAWideLinkPlainStreamingWinsAndTheReasonSaysWithWhichFigures() {
    ModeDecision decision = economics.decide(conditions(40, List.of(MODEL), 8, Goal.LATENCY));

    assertThat(decision.mode()).isEqualTo(Mode.CLOUD);
    assertThat(decision.chosen().millisPerToken()).isEqualTo(7.1);
    assertThat(decision.reason())
        .isEqualTo(
            "edge-draft: 3 drafted tokens a round (draft model) give 2.02 in 53.3 ms;"
                + " plain cloud streaming gives one per 7.1 ms, so drafting does not pay: cloud");
  }

  @Test
  void besideASlowVerifierDraftingWins() {
    StepTimes slow = StepTimes.of(Map.of(1, 60.0, 2, 61.0, 8, 68.0));
    ModeDecision decision =
        economics.decide(new Conditions(slow, 60, 10, List.of(MODEL), 8, Goal.LATENCY));

    assertThat(decision.mode()).isEqualTo(Mode.EDGE_DRAFT);
    assertThat(decision.chosen().draft()).isEqualTo("draft model");
    assertThat(decision.reason()).endsWith("so drafting pays: edge-draft");
    assertThat(decision.candidates())
        .extracting(Prediction::mode)
        .containsExactly(Mode.CLOUD, Mode.EDGE_DRAFT);
  }

  @Test
  void aVerifierThatIsSplitBetweenSitesDecodesPlainlyInModeSplit() {
    Conditions split =
        new Conditions(VERIFIER, 7.1, 0, List.of(MODEL), List.of(), 8, Goal.LATENCY, Mode.SPLIT);
    ModeDecision forced = economics.forced(split, Mode.CLOUD);

    assertThat(forced.mode()).isEqualTo(Mode.SPLIT);
    assertThat(economics.decide(split).candidates())
        .extracting(Prediction::mode)
        .containsExactly(Mode.SPLIT, Mode.EDGE_DRAFT);
    assertThat(
            economics
                .forced(new Conditions(VERIFIER, 7.1, 0, List.of(), 0, Goal.LATENCY), Mode.SPLIT)
                .reason())
        .isEqualTo("split was asked for; the verifier's layers are all at one site");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 5, 10, 40, 100})
  void theRuleOfTheDesignHoldsAtEveryRoundTrip(double roundTrip) {
    for (double acceptance = 0; acceptance <= 1; acceptance += 0.1) {
      DraftSource draft = new DraftSource("draft model", 0.8, 0, Math.min(1, acceptance));
      Conditions conditions = conditions(roundTrip, List.of(draft), 12, Goal.LATENCY);
      boolean pays = false;
      for (int k = 1; k <= 12; k++) {
        double tokens = ModeEconomics.tokensPerRound(draft.acceptance(), k);
        double away = roundTrip + VERIFIER.millis(k + 1);
        double hit = Math.pow(draft.acceptance(), k + 1);
        boolean on = hit >= 0.1 && (k + 1) * 0.8 <= away;
        double round =
            on ? hit * Math.max(k * 0.8, away) + (1 - hit) * (away + k * 0.8) : away + k * 0.8;
        pays |= tokens * 7.1 > round;
      }
      assertThat(economics.decide(conditions).mode())
          .isEqualTo(pays ? Mode.EDGE_DRAFT : Mode.CLOUD);
    }
  }

  @Test
  void aDraftThatIsReadyWhenItsWindowIsBackIsNotWaitedFor() {
    DraftSource certain = new DraftSource("draft model", 2, 1, 1);
    DraftSource slow = new DraftSource("draft model", 10, 1, 1);
    DraftSource doubtful = new DraftSource("draft model", 2, 1, 0.5);
    Conditions far = conditions(20, List.of(), 3, Goal.LATENCY);

    assertThat(ModeEconomics.ahead(far, certain, 3)).isEqualTo(4);
    assertThat(ModeEconomics.bestWindow(far, Mode.EDGE_DRAFT, certain).roundMillis())
        .isEqualTo(20 + 1 + 10.3);
    assertThat(ModeEconomics.ahead(far, slow, 3)).isZero();
    assertThat(ModeEconomics.ahead(far, doubtful, 3)).isZero();
    assertThat(ModeEconomics.ahead(far, doubtful, 2)).isEqualTo(3);
  }

  @Test
  void tokensPerRoundAreTheGeometricSum() {
    assertThat(ModeEconomics.tokensPerRound(0.5, 3)).isEqualTo(1.875);
    assertThat(ModeEconomics.tokensPerRound(0, 8)).isEqualTo(1);
    assertThat(ModeEconomics.tokensPerRound(1, 8)).isEqualTo(9);
    assertThat(ModeEconomics.tokensPerRound(1 - 1e-9, 8)).isCloseTo(9, within(1e-6));
  }

  @Test
  void theWindowGrowsWithAcceptance() {
    int unlikely = window(0.2);
    int even = window(0.55);
    int likely = window(0.9);
    assertThat(List.of(unlikely, even, likely)).isEqualTo(List.of(1, 3, 12));
  }

  @Test
  void capacityCountsTheVerifiersTimeAndNotTheRoundTrip() {
    StepTimes flat = StepTimes.of(Map.of(1, 7.0, 8, 8.0));
    ModeDecision latency =
        economics.decide(new Conditions(flat, 7.1, 100, List.of(MODEL), 4, Goal.LATENCY));
    ModeDecision capacity =
        economics.decide(new Conditions(flat, 7.1, 100, List.of(MODEL), 4, Goal.CAPACITY));

    assertThat(latency.mode()).isEqualTo(Mode.CLOUD);
    assertThat(capacity.mode()).isEqualTo(Mode.EDGE_DRAFT);
    assertThat(capacity.reason())
        .isEqualTo(
            "edge-draft: 4 drafted tokens a round (draft model) give 2.11 for 3.6 ms of the verifier"
                + " each; plain decoding takes 7.1 ms, so drafting pays: edge-draft");
  }

  @Test
  void theBetterOfTwoDraftSourcesIsTaken() {
    DraftSource lookup = new DraftSource("prompt lookup", 0, 0, 0.3);
    Conditions c = conditions(0, List.of(MODEL, lookup), 8, Goal.LATENCY);
    ModeDecision decision = economics.decide(c);
    Prediction byModel = ModeEconomics.bestWindow(c, Mode.EDGE_DRAFT, MODEL);
    Prediction byLookup = ModeEconomics.bestWindow(c, Mode.EDGE_DRAFT, lookup);

    assertThat(decision.candidates().get(1).millisPerToken())
        .isEqualTo(Math.min(byModel.millisPerToken(), byLookup.millisPerToken()));
  }

  @Test
  void aDrafterBehindALinkOfItsOwnPaysForThatLinkToo() {
    DraftSource near = new DraftSource("draft model", 1, 0, 0.9);
    DraftSource far = new DraftSource("draft model", 1, 50, 0.9);
    Conditions c = conditions(0, List.of(near), 8, Goal.LATENCY);
    assertThat(ModeEconomics.bestWindow(c, Mode.EDGE_DRAFT, far).roundMillis())
        .isGreaterThan(ModeEconomics.bestWindow(c, Mode.EDGE_DRAFT, near).roundMillis() + 49);
  }

  @Test
  void besideTheVerifierARoundTripIsNeverPaid() {
    ModeDecision decision = economics.decide(beside(100, 7.1, LOOKUP));

    assertThat(decision.mode()).isEqualTo(Mode.CLOUD_DRAFT);
    assertThat(decision.candidates())
        .extracting(Prediction::mode)
        .containsExactly(Mode.CLOUD, Mode.CLOUD_DRAFT, Mode.EDGE_DRAFT);
    // Half of the rounds score 9 rows for E(8) = 6.1 tokens, the others one row for one.
    assertThat(decision.chosen().draftTokens()).isEqualTo(8);
    assertThat(decision.chosen().roundMillis()).isCloseTo(12.4875, within(1e-9));
    assertThat(decision.chosen().tokensPerRound()).isCloseTo(3.5629, within(1e-4));
    assertThat(decision.reason())
        .isEqualTo(
            "cloud-draft: 8 drafted tokens a round (prompt lookup, in 50 % of the rounds) give 3.56"
                + " in 12.5 ms; plain cloud streaming gives one per 7.1 ms, so drafting pays:"
                + " cloud-draft");
  }

  @Test
  void beforeAVerifierThatIsBoundByItsRowsLookupIsLeftOut() {
    DraftSource wrong = new DraftSource("prompt lookup", 0, 0, 0.2, 0.5);
    Conditions bound = beside(0, 5.5, wrong);

    assertThat(economics.decide(bound).mode()).isEqualTo(Mode.CLOUD);
    assertThat(economics.forced(bound, Mode.CLOUD_DRAFT).mode()).isEqualTo(Mode.CLOUD_DRAFT);
  }

  @Test
  void aRoundThatNobodyHasADraftForLetsTheVerifierDecodeAFewTokens() {
    DraftSource never = new DraftSource("prompt lookup", 0, 0, 0.9, 0);
    Prediction edge =
        ModeEconomics.bestWindow(
            conditions(40, List.of(never), 8, Goal.LATENCY), Mode.EDGE_DRAFT, never);

    assertThat(edge.tokensPerRound()).isEqualTo(4);
    assertThat(edge.roundMillis()).isCloseTo(40 + 4 * 7.1, within(1e-9));
  }

  @Test
  void cloudDraftsThatWereAskedForAndCannotBeAreSaidToBeMissing() {
    assertThat(
            economics
                .forced(conditions(0, List.of(MODEL), 8, Goal.LATENCY), Mode.CLOUD_DRAFT)
                .reason())
        .isEqualTo("cloud-draft was asked for; nothing drafts beside the verifier");
    assertThat(
            economics
                .forced(conditions(0, List.of(MODEL), 0, Goal.LATENCY), Mode.CLOUD_DRAFT)
                .reason())
        .isEqualTo("cloud-draft was asked for; drafting is off (maxDraftTokens 0)");
  }

  @Test
  void withoutADrafterTheReasonSaysSo() {
    assertThat(economics.decide(conditions(0, List.of(), 8, Goal.LATENCY)).reason())
        .isEqualTo("nothing drafts at this site: cloud");
    assertThat(economics.decide(conditions(0, List.of(MODEL), 0, Goal.LATENCY)).reason())
        .isEqualTo("drafting is off (maxDraftTokens 0): cloud");
  }

  @Test
  void aModeInForceIsLeftOnlyForAGainThatPays() {
    StepTimes flat = StepTimes.of(Map.of(1, 10.0, 2, 10.0));
    DraftSource draft = new DraftSource("draft model", 0, 0, 0.5);
    // One drafted token a round gives 1.5 tokens in 10 ms + R.
    Conditions slightlyBetter = new Conditions(flat, 10, 4, List.of(draft), 1, Goal.LATENCY);
    Conditions muchBetter = new Conditions(flat, 10, 0, List.of(draft), 1, Goal.LATENCY);

    assertThat(economics.decide(slightlyBetter, Mode.CLOUD).mode()).isEqualTo(Mode.CLOUD);
    assertThat(economics.decide(slightlyBetter, Mode.CLOUD).reason())
        .endsWith("too little to leave the mode in force: cloud");
    assertThat(economics.decide(slightlyBetter, Mode.EDGE_DRAFT).mode()).isEqualTo(Mode.EDGE_DRAFT);
    assertThat(economics.decide(muchBetter, Mode.CLOUD).mode()).isEqualTo(Mode.EDGE_DRAFT);
  }

  @Test
  void aForcedModeIsTakenWhateverItCostsUnlessNothingDrafts() {
    Conditions wide = conditions(100, List.of(MODEL), 8, Goal.LATENCY);
    assertThat(economics.forced(wide, Mode.EDGE_DRAFT).mode()).isEqualTo(Mode.EDGE_DRAFT);
    assertThat(economics.forced(wide, Mode.EDGE_DRAFT).reason())
        .isEqualTo("edge-draft was asked for");

    Conditions bare = conditions(100, List.of(), 8, Goal.LATENCY);
    ModeDecision other = economics.forced(bare, Mode.EDGE_DRAFT);
    assertThat(other.mode()).isEqualTo(Mode.CLOUD);
    assertThat(other.reason()).isEqualTo("edge-draft was asked for; nothing drafts at this site");
  }

  @Test
  void impossibleFiguresAreRefusedByName() {
    assertThatThrownBy(() -> new DraftSource("draft model", 1, 0, 1.2))
        .hasMessage("draft model: acceptance is 1.2; it lies in [0, 1]");
    assertThatThrownBy(() -> Mode.of("turbo"))
        .hasMessage("mode is turbo; it must be cloud, cloud-draft, edge-draft or split");
  }

  private int window(double acceptance) {
    DraftSource draft = new DraftSource("draft model", 1, 0, acceptance);
    return ModeEconomics.bestWindow(
            conditions(40, List.of(draft), 12, Goal.LATENCY), Mode.EDGE_DRAFT, draft)
        .draftTokens();
  }

  private static Conditions beside(double roundTrip, double plain, DraftSource lookup) {
    return new Conditions(
        VERIFIER, plain, roundTrip, List.of(lookup), List.of(lookup), 8, Goal.LATENCY, Mode.CLOUD);
  }

  private static Conditions conditions(
      double roundTrip, List<DraftSource> drafts, int maxDraftTokens, Goal goal) {
    return new Conditions(VERIFIER, 7.1, roundTrip, drafts, maxDraftTokens, goal);
  }
}
