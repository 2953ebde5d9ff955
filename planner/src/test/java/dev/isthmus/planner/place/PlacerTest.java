package dev.isthmus.planner.place;

import static dev.isthmus.planner.place.Fleets.demand;
import static dev.isthmus.planner.place.Fleets.draft;
import static dev.isthmus.planner.place.Fleets.node;
import static dev.isthmus.planner.place.Fleets.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isthmus.planner.mode.StepTimes;
import dev.isthmus.planner.place.PlaceResult.Infeasible;
import dev.isthmus.planner.place.PlaceResult.Placed;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacerTest {

  private final Placer placer = new Placer();

  @Test
  void theVerifierGoesToTheCloudAndADrafterToEveryEdgeSite() {
    Fleet fleet =
        new Fleet(
            List.of(
                new Site("cloud", Tier.CLOUD, true),
                new Site("shop-a", Tier.EDGE, true),
                new Site("shop-b", Tier.EDGE, true)),
            List.of(
                node("cloud-main-0", "cloud", 2000),
                node("shop-a-main-0", "shop-a", 500),
                node("shop-b-main-0", "shop-b", 500)));

    Placed placed = placed(fleet, Ledger.EMPTY, demand(1), Optional.empty());

    assertThat(placed.shortfalls()).isEmpty();
    assertThat(placed.plan().placements())
        .extracting(Placement::id, Placement::node)
        .containsExactly(
            tuple("uid-1/verifier/0", "cloud-main-0"),
            tuple("uid-1/drafter/shop-a", "shop-a-main-0"),
            tuple("uid-1/drafter/shop-b", "shop-b-main-0"));
    Placement verifier = placed.plan().placements().get(0);
    assertThat(verifier.precision()).isEqualTo(Precision.INT4);
    assertThat(verifier.weightBytes()).isEqualTo(130_000_000);
    assertThat(verifier.kvBytes()).isEqualTo(16384 * 46_080L);
  }

  @Test
  void whatDoesNotFitIsExplainedByTheTightestConstraint() {
    Fleet fleet = Fleets.cloudAndEdge(200, 500);
    Placing fixed = target(Optional.of(Precision.INT8), Set.of());
    Demand demand = new Demand("default/chat", "uid-1", fixed, 1, Optional.empty());

    assertThat(placer.place(fleet, Ledger.EMPTY, demand, Optional.empty()))
        .isEqualTo(
            new Infeasible(
                Reason.InsufficientMemory,
                "smollm2 in int8 needs 275 MB at site cloud; the largest node has 200 MB free"));
  }

  @Test
  void theSmallestPrecisionIsNamedWhereNoneFits() {
    Infeasible result =
        (Infeasible)
            placer.place(Fleets.cloudAndEdge(100, 500), Ledger.EMPTY, demand(1), Optional.empty());
    assertThat(result.message())
        .isEqualTo("smollm2 in int4 needs 225 MB at site cloud; the largest node has 100 MB free");
  }

  @Test
  void tooFewNodesServeWhatFits() {
    Placed placed =
        placed(Fleets.cloudAndEdge(2000, 500), Ledger.EMPTY, demand(2), Optional.empty());

    assertThat(placed.plan().of(Role.VERIFIER)).hasSize(1);
    assertThat(placed.shortfalls())
        .containsExactly(
            new Shortfall(
                Reason.InsufficientNodes,
                "2 verifiers wanted, 1 placed: site cloud has no further node with 225 MB free for"
                    + " smollm2 in int4"));
  }

  @Test
  void servicesNeverTakeTheSameMemory() {
    Fleet fleet = Fleets.cloudAndEdge(1000, 500);
    Plan first = placed(fleet, Ledger.EMPTY, demand(1), Optional.empty()).plan();
    Ledger ledger = Ledger.EMPTY.with(first);
    Demand other =
        new Demand(
            "default/other", "uid-2", target(Optional.empty(), Set.of()), 1, Optional.empty());

    assertThat(ledger.free(fleet.nodes().get(0))).isEqualTo(1_000_000_000 - 884_974_720L);
    assertThat(placer.place(fleet, ledger, other, Optional.empty()))
        .isEqualTo(
            new Infeasible(
                Reason.InsufficientMemory,
                "smollm2 in int4 needs 225 MB at site cloud; the largest node has 115 MB free"));
    assertThat(placer.place(fleet, ledger.without("uid-1"), other, Optional.empty()))
        .isInstanceOf(Placed.class);
  }

  @Test
  void aPlanThatStillFitsIsKeptThoughABetterNodeCameUp() {
    Fleet before = Fleets.cloudAndEdge(1000, 500);
    Plan plan = placed(before, Ledger.EMPTY, demand(1), Optional.empty()).plan();
    Fleet after = Fleets.with(before, node("cloud-big-0", "cloud", 9000));

    Placed again = placed(after, Ledger.EMPTY.with(plan), demand(1), Optional.of(plan));

    assertThat(again.plan().placesAs(plan)).isTrue();
  }

  @Test
  void aFurtherReplicaLeavesTheFirstWhereItIs() {
    Fleet one = Fleets.cloudAndEdge(1000, 500);
    Plan plan = placed(one, Ledger.EMPTY, demand(1), Optional.empty()).plan();
    Fleet two = Fleets.with(one, node("cloud-big-0", "cloud", 9000));

    Plan next = placed(two, Ledger.EMPTY.with(plan), demand(2), Optional.of(plan)).plan();

    assertThat(next.of(Role.VERIFIER).map(Placement::node))
        .containsExactly("cloud-main-0", "cloud-big-0");
    assertThat(next.placements().get(0)).isEqualTo(plan.placements().get(0));
  }

  @Test
  void aReplicaOfALostNodeMovesAndTheOtherKeepsItsId() {
    Fleet fleet = Fleets.with(Fleets.cloudAndEdge(1000, 500), node("cloud-main-1", "cloud", 1000));
    Plan plan = placed(fleet, Ledger.EMPTY, demand(2), Optional.empty()).plan();
    Fleet lost =
        Fleets.with(
            Fleets.replacing(fleet, node("cloud-main-0", "cloud", 1000), Node.Standing.GONE),
            node("cloud-main-2", "cloud", 1000));

    Plan next = placed(lost, Ledger.EMPTY.with(plan), demand(2), Optional.of(plan)).plan();

    assertThat(next.of(Role.VERIFIER))
        .extracting(Placement::id, Placement::node)
        .containsExactly(
            tuple("uid-1/verifier/0", "cloud-main-2"), tuple("uid-1/verifier/1", "cloud-main-1"));
  }

  @Test
  void aCordonedNodeKeepsWhatItRunsAndTakesNothingNew() {
    Fleet fleet = Fleets.cloudAndEdge(1000, 500);
    Plan plan = placed(fleet, Ledger.EMPTY, demand(1), Optional.empty()).plan();
    Fleet cordoned =
        Fleets.replacing(fleet, node("cloud-main-0", "cloud", 1000), Node.Standing.KEEPS);

    assertThat(
            placed(cordoned, Ledger.EMPTY.with(plan), demand(1), Optional.of(plan))
                .plan()
                .placesAs(plan))
        .isTrue();
    assertThat(placer.place(cordoned, Ledger.EMPTY, demand(1), Optional.empty()))
        .isEqualTo(
            new Infeasible(Reason.NoNodes, "no node at site cloud takes new work for smollm2"));
  }

  @Test
  void thePrecisionOfARunningServiceStaysThoughAnotherIsMeasuredFaster() {
    Fleet fleet = Fleets.cloudAndEdge(2000, 500);
    Plan plan = placed(fleet, Ledger.EMPTY, demand(1), Optional.empty()).plan();
    Fleet measured = Fleets.replacing(fleet, int8IsFaster());

    Plan kept = placed(measured, Ledger.EMPTY.with(plan), demand(1), Optional.of(plan)).plan();
    assertThat(kept.placements().get(0).precision()).isEqualTo(Precision.INT4);
  }

  @Test
  void anotherPrecisionComesUnderTheIdThatTheNodeHas() {
    Fleet fleet = Fleets.with(Fleets.cloudAndEdge(1000, 500), node("cloud-main-1", "cloud", 900));
    Plan plan = placed(fleet, Ledger.EMPTY, demand(2), Optional.empty()).plan();
    Fleet lost = Fleets.replacing(fleet, node("cloud-main-0", "cloud", 1000), Node.Standing.GONE);
    Demand changed =
        new Demand(
            "default/chat",
            "uid-1",
            target(Optional.of(Precision.INT8), Set.of()),
            2,
            Optional.empty());

    Plan next = placed(lost, Ledger.EMPTY.with(plan), changed, Optional.of(plan)).plan();

    assertThat(next.placements())
        .extracting(Placement::id, Placement::node, Placement::precision)
        .containsExactly(tuple("uid-1/verifier/1", "cloud-main-1", Precision.INT8));
  }

  @Test
  void theFastestMeasuredPrecisionIsChosenForANewService() {
    Fleet measured = Fleets.replacing(Fleets.cloudAndEdge(2000, 500), int8IsFaster());

    Plan plan = placed(measured, Ledger.EMPTY, demand(1), Optional.empty()).plan();

    assertThat(plan.placements().get(0).precision()).isEqualTo(Precision.INT8);
    assertThat(plan.rejected())
        .containsExactly(
            "int4: 9.0 ms a token against 6.5 in int8", "fp32: not measured, and int8 comes first");
  }

  @Test
  void aDraftOfAnotherVocabularyIsRefused() {
    Demand pair =
        new Demand(
            "default/chat",
            "uid-1",
            target(Optional.empty(), Set.of()),
            1,
            Optional.of(draft("sha256:bb")));
    assertThat(placer.place(Fleets.cloudAndEdge(2000, 500), Ledger.EMPTY, pair, Optional.empty()))
        .isEqualTo(
            new Infeasible(
                Reason.VocabularyMismatch,
                "draft smollm2-draft has another vocabulary (tokenizer sha256:bb) than smollm2"
                    + " (sha256:aa); a draft must be of the target's own vocabulary"));
  }

  @Test
  void aSiteTooSmallForADrafterIsServedFromTheCloud() {
    Placed placed =
        placed(Fleets.cloudAndEdge(2000, 20), Ledger.EMPTY, demand(1), Optional.empty());
    assertThat(placed.plan().of(Role.DRAFTER)).isEmpty();
    assertThat(placed.shortfalls())
        .extracting(Shortfall::message)
        .containsExactly(
            "smollm2-draft in int4 needs 53 MB at site shop-a; the largest node has 20 MB free");
  }

  @Test
  void aDraftersMemoryIsCountedForTheDearestPrecisionThatFits() {
    Plan roomy =
        placed(Fleets.cloudAndEdge(2000, 500), Ledger.EMPTY, demand(1), Optional.empty()).plan();
    Plan tight =
        placed(Fleets.cloudAndEdge(2000, 80), Ledger.EMPTY, demand(1), Optional.empty()).plan();
    assertThat(roomy.of(Role.DRAFTER).map(Placement::precision)).containsExactly(Precision.FP32);
    assertThat(tight.of(Role.DRAFTER).map(Placement::precision)).containsExactly(Precision.INT4);
  }

  @Test
  void aSelectorThatNamesNoSiteIsNamed() {
    Placing elsewhere = target(Optional.empty(), Set.of("mars"));
    Demand demand = new Demand("default/chat", "uid-1", elsewhere, 1, Optional.empty());
    assertThat(placer.place(Fleets.cloudAndEdge(2000, 500), Ledger.EMPTY, demand, Optional.empty()))
        .isEqualTo(
            new Infeasible(
                Reason.NoMatchingSite, "no site is named mars for the verifier smollm2"));
  }

  @Test
  void theSameQuestionGetsTheSameAnswer() {
    Fleet fleet = Fleets.with(Fleets.cloudAndEdge(1000, 500), node("cloud-main-1", "cloud", 1000));
    PlaceResult first = placer.place(fleet, Ledger.EMPTY, demand(1), Optional.empty());
    Fleet shuffled =
        new Fleet(
            fleet.sites(),
            List.of(fleet.nodes().get(2), fleet.nodes().get(1), fleet.nodes().get(0)));
    assertThat(placer.place(shuffled, Ledger.EMPTY, demand(1), Optional.empty())).isEqualTo(first);
  }

  private static Node int8IsFaster() {
    return new Node(
        "cloud-main-0",
        "cloud",
        2_000_000_000L,
        Node.Standing.OPEN,
        Map.of(
            "sha256:target",
            Map.of(
                Precision.INT8, StepTimes.of(Map.of(1, 6.5, 8, 13.9)),
                Precision.INT4, StepTimes.of(Map.of(1, 9.0, 8, 20.0)))));
  }

  private Placed placed(Fleet fleet, Ledger ledger, Demand demand, Optional<Plan> current) {
    return (Placed) placer.place(fleet, ledger, demand, current);
  }
}
