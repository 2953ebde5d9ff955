package dev.isthmus.planner.place;

import static dev.isthmus.planner.place.Fleets.draft;
import static dev.isthmus.planner.place.Fleets.node;
import static dev.isthmus.planner.place.Fleets.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isthmus.planner.layers.Objective;
import dev.isthmus.planner.place.PlaceResult.Infeasible;
import dev.isthmus.planner.place.PlaceResult.Placed;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifiers that nobody fixed. smollm2 takes 540 MB in fp32, a fifth of it the embedding. */
class AutoPlacingTest {

  private static final List<Site> SITES =
      List.of(
          new Site("cloud", Tier.CLOUD, true),
          new Site("shop-a", Tier.EDGE, true),
          new Site("shop-b", Tier.EDGE, true));

  private final Placer placer = new Placer();

  @Test
  void aModelThatNoNodeHoldsIsCutOverSeveral() {
    Placed placed = placed(fp32(), node("c0", "cloud", 500), node("c1", "cloud", 500));

    assertThat(shape(placed.plan()))
        .containsExactly("uid-1/verifier/0 c1 18-30", "uid-1/stage/0 c0 0-18");
    assertThat(placed.plan().placements().get(0).weightBytes()).isEqualTo(280_800_000);
    assertThat(placed.forecast().bytesToMove()).isEqualTo(280_800_000 + 367_200_000);
    assertThat(placed.forecast().measured()).isFalse();
    assertThat(placed.shortfalls()).isEmpty();
  }

  @Test
  void aModelThatANodeHoldsStaysWhole() {
    Placed placed = placed(fp32(), node("c0", "cloud", 500), node("c1", "cloud", 900));
    assertThat(shape(placed.plan())).containsExactly("uid-1/verifier/0 c1 0-0");
  }

  @Test
  void aChainOfSmallerWeightsIsTakenBeforeNoneAtAll() {
    Placed placed =
        placed(
            demand(Optional.empty(), Set.of(), Set.of()),
            node("c0", "cloud", 150),
            node("c1", "cloud", 150));
    assertThat(placed.plan().placements())
        .extracting(Placement::precision)
        .containsOnly(Precision.INT4);
  }

  @Test
  void nodesThatCannotBeDialledPayTheRelayWithinTheirSite() {
    List<Node> nodes = List.of(node("c0", "cloud", 500), node("c1", "cloud", 500));
    Site relayed = new Site("cloud", Tier.CLOUD, true, true, false);
    double dialled = tokenMillis(new Fleet(SITES, nodes));
    double held = tokenMillis(new Fleet(List.of(relayed), nodes));
    // There and back, once more each: half of 0.3 ms and the bytes at 1 MB/ms.
    assertThat(held - dialled).isCloseTo(0.3 + (2304 + 4) / 1e6, within(1e-9));
  }

  private double tokenMillis(Fleet fleet) {
    PlaceResult result = placer.place(fleet, Ledger.EMPTY, fp32(), Optional.empty());
    return ((Placed) result).forecast().tokenMillis();
  }

  @Test
  void aCutThatNeedsASiteOfTransportKafkaIsRefusedForItsTransport() {
    List<Site> sites =
        List.of(
            new Site("cloud", Tier.CLOUD, true), new Site("isle", Tier.CLOUD, true, false, true));
    Fleet fleet = new Fleet(sites, List.of(node("c0", "cloud", 500), node("i0", "isle", 500)));
    assertThat(placer.place(fleet, Ledger.EMPTY, fp32(), Optional.empty()))
        .isEqualTo(
            new Infeasible(
                Reason.TransportUnsupported,
                "stages of smollm2 at site isle cannot be joined with those of other sites:"
                    + " nothing but Kafka's records passes"));
  }

  @Test
  void whatNoCutFitsIsExplainedByTheTightestConstraint() {
    Fleet fleet = new Fleet(SITES, List.of(node("c0", "cloud", 200), node("c1", "cloud", 212)));
    assertThat(placer.place(fleet, Ledger.EMPTY, fp32(), Optional.empty()))
        .isEqualTo(
            new Infeasible(
                Reason.InsufficientMemory,
                "smollm2 in fp32: layers 0–29 need 743 MB at site cloud; the largest node has"
                    + " 212 MB free, all 2 together 412 MB"));
  }

  @Test
  void aChainHasOneVerifierAndSaysSo() {
    Demand two = new Demand("default/chat", "uid-1", fp32().target(), 2, Optional.empty());
    Placed placed = placed(two, node("c0", "cloud", 500), node("c1", "cloud", 500));
    assertThat(placed.shortfalls())
        .containsExactly(
            new Shortfall(
                Reason.InsufficientNodes,
                "2 verifiers wanted, 1 placed: no node holds smollm2 whole, and in stages there is"
                    + " one"));
  }

  @Test
  void theLossOfANodeMovesItsLayersAlone() {
    Plan before = placed(fp32(), node("c0", "cloud", 500), node("c1", "cloud", 500)).plan();
    Fleet after =
        new Fleet(
            SITES,
            List.of(node("c0", "cloud", 500), node("c2", "cloud", 400), node("c3", "cloud", 500)));

    Placed placed = placed(after, fp32(), before);

    assertThat(shape(placed.plan()))
        .containsExactly("uid-1/verifier/0 c2 18-30", "uid-1/stage/0 c0 0-18");
    assertThat(placed.forecast().bytesToMove()).isEqualTo(280_800_000);
  }

  @Test
  void aChainStaysWhereABetterPlacementSavesLessThanItsMeasurementsErr() {
    Node[] nodes = {fast("c0", 500, 1), fast("c1", 500, 1), fast("c2", 900, 0.9)};
    Plan before = placed(fp32(), nodes[0], nodes[1]).plan();
    Placed placed = placed(new Fleet(SITES, List.of(nodes)), fp32(), before);
    assertThat(placed.plan().placesAs(before)).isTrue();
    assertThat(placed.plan().rejected())
        .singleElement()
        .asString()
        .startsWith("whole on c2: ")
        .contains("ms a token against");
  }

  @Test
  void aChainIsLeftForANodeThatHoldsTheModelAndIsMuchFaster() {
    Node[] nodes = {fast("c0", 500, 1), fast("c1", 500, 1), fast("c2", 900, 0.5)};
    Plan before = placed(fp32(), nodes[0], nodes[1]).plan();
    Placed placed = placed(new Fleet(SITES, List.of(nodes)), fp32(), before);
    assertThat(shape(placed.plan())).containsExactly("uid-1/verifier/0 c2 0-0");
    assertThat(placed.forecast().bytesToMove()).isEqualTo(540_000_000);
  }

  private static Node stepping(String id, double factor) {
    return new Node(
        id, "cloud", 500_000_000, Node.Standing.OPEN, Map.of(), OptionalDouble.of(factor * 0.1e-6));
  }

  @Test
  void aStageThatIsSlowGoesToASpareNodeThatNobodyMeasured() {
    Plan before = placed(fp32(), stepping("c0", 1), stepping("c1", 1)).plan();
    Node spare = node("c2", "cloud", 500);
    Fleet slightly = new Fleet(SITES, List.of(stepping("c0", 1), stepping("c1", 1.3), spare));
    assertThat(placed(slightly, fp32(), before).plan().placesAs(before)).isTrue();

    Fleet clearly = new Fleet(SITES, List.of(stepping("c0", 1), stepping("c1", 4), spare));
    Placed moved = placed(clearly, fp32(), before);
    assertThat(moved.plan().placements()).extracting(Placement::node).doesNotContain("c1");
    assertThat(moved.forecast().bytesToMove()).isPositive();
  }

  @Test
  void whereNoSpareNodeIsFasterTheSlowStageStays() {
    Plan before = placed(fp32(), stepping("c0", 1), stepping("c1", 1)).plan();
    Fleet fleet =
        new Fleet(SITES, List.of(stepping("c0", 1), stepping("c1", 4), stepping("c2", 3.5)));
    assertThat(placed(fleet, fp32(), before).plan().placesAs(before)).isTrue();
  }

  @Test
  void aStageMovesOnlyWhereThereIsRoomBesideWhatServesUntilItHasMoved() {
    Plan before = placed(fp32(), stepping("c0", 1), stepping("c1", 1)).plan();
    // Fewer layers for c1 and more for c0 would be faster, and none of them could load its new
    // ones.
    Fleet fleet = new Fleet(SITES, List.of(stepping("c0", 1), stepping("c1", 4)));
    assertThat(placed(fleet, fp32(), before).plan().placesAs(before)).isTrue();

    Fleet spare =
        new Fleet(SITES, List.of(stepping("c0", 1), stepping("c1", 4), stepping("c2", 0.9)));
    Plan after = placed(spare, fp32(), before).plan();
    assertThat(after.placements())
        .filteredOn(placement -> placement.node().equals("c0"))
        .isEqualTo(
            before.placements().stream()
                .filter(placement -> placement.node().equals("c0"))
                .toList());
  }

  /** Agents tell a figure again once it is a fifth off: so far may any of them be wrong. */
  @ParameterizedTest
  @EnumSource(Objective.class)
  void figuresThatWobbleByAFifthMoveNoStage(Objective objective) {
    SplittableRandom random = new SplittableRandom(7);
    Demand demand = fp32(objective);
    Plan before =
        placed(demand, stepping("c0", 1), stepping("c1", 1), stepping("c2", 1), stepping("c3", 1))
            .plan();
    for (int pass = 0; pass < 200; pass++) {
      Fleet fleet =
          new Fleet(
              SITES,
              IntStream.range(0, 4)
                  .mapToObj(i -> stepping("c" + i, 0.8 + 0.4 * random.nextDouble()))
                  .toList());
      assertThat(placed(fleet, demand, before).plan().placesAs(before))
          .as("pass %d", pass)
          .isTrue();
    }
  }

  @Test
  void aWholeVerifierMovesToANodeThatWasMeasuredToBeMuchFaster() {
    Demand demand = fp32();
    Plan before = placed(demand, fast("c0", 900, 1)).plan();
    Fleet slightly = new Fleet(SITES, List.of(fast("c0", 900, 1), fast("c1", 900, 0.85)));
    assertThat(placed(slightly, demand, before).plan().placesAs(before)).isTrue();
    Fleet clearly = new Fleet(SITES, List.of(fast("c0", 900, 1), fast("c1", 900, 0.5)));
    assertThat(shape(placed(clearly, demand, before).plan()))
        .containsExactly("uid-1/verifier/0 c1 0-0");
  }

  @Test
  void forThroughputAChainWinsWhereItsSlowestStageIsClearlyFaster() {
    Node[] nodes = {fast("c0", 900, 1), fast("c1", 900, 1), fast("c2", 900, 1)};
    assertThat(placed(fp32(), nodes).plan().placements()).hasSize(1);
    Placed placed = placed(fp32(Objective.THROUGHPUT), nodes);
    assertThat(placed.plan().placements()).hasSize(3);
    assertThat(placed.plan().rejected()).singleElement().asString().startsWith("whole on c");
    assertThat(placed.forecast().slowestMillis()).isLessThan(placed.forecast().tokenMillis() / 2);
  }

  @Test
  void textStaysAtItsSiteWhileTheMiddleOfTheModelDoesNot() {
    Demand text = demand(Optional.of(Precision.FP32), Set.of("cloud", "shop-a"), Set.of("shop-a"));
    Fleet fleet =
        new Fleet(
            SITES,
            List.of(
                fast("a0", "shop-a", 450, 1),
                fast("b0", "shop-b", 450, 1),
                fast("c0", "cloud", 1900, 0.1)));

    Placed placed = (Placed) placer.place(fleet, Ledger.EMPTY, text, Optional.empty());

    assertThat(shape(placed.plan()))
        .containsExactly(
            "uid-1/verifier/0 a0 29-30",
            "uid-1/stage/0 a0 0-1",
            "uid-1/stage/1 c0 1-29",
            "uid-1/drafter/shop-a a0 0-0");
  }

  @Test
  void whereNoSelectedSiteMaySeeTheTextTheServiceIsRefused() {
    Demand text = demand(Optional.empty(), Set.of("cloud"), Set.of("shop-a"));
    Fleet fleet = new Fleet(SITES, List.of(node("c0", "cloud", 2000)));
    assertThat(placer.place(fleet, Ledger.EMPTY, text, Optional.empty()))
        .isEqualTo(
            new Infeasible(
                Reason.ResidencyForbids,
                "site cloud may not see the text of default/chat; those that may: shop-a"));
  }

  private static Demand fp32() {
    return new Demand(
        "default/chat",
        "uid-1",
        target(Optional.of(Precision.FP32), Set.of()),
        1,
        Optional.empty());
  }

  private static Demand fp32(Objective objective) {
    return new Demand(
        "default/chat",
        "uid-1",
        fp32().target(),
        1,
        List.of(),
        Optional.empty(),
        objective,
        Set.of());
  }

  private static Demand demand(
      Optional<Precision> precision, Set<String> sites, Set<String> textSites) {
    return new Demand(
        "default/chat",
        "uid-1",
        target(precision, sites),
        1,
        List.of(),
        Optional.of(draft("sha256:aa")),
        Objective.LATENCY,
        textSites);
  }

  /**
   * @param nanos per byte that a step reads
   */
  private static Node fast(String id, long megabytes, double nanos) {
    return fast(id, "cloud", megabytes, nanos);
  }

  private static Node fast(String id, String site, long megabytes, double nanos) {
    return new Node(
        id,
        site,
        megabytes * 1_000_000,
        Node.Standing.OPEN,
        Map.of(),
        OptionalDouble.of(nanos * 1e-6));
  }

  private Placed placed(Demand demand, Node... nodes) {
    Fleet fleet = new Fleet(SITES, List.of(nodes));
    return (Placed) placer.place(fleet, Ledger.EMPTY, demand, Optional.empty());
  }

  private Placed placed(Fleet fleet, Demand demand, Plan before) {
    return (Placed) placer.place(fleet, Ledger.EMPTY.with(before), demand, Optional.of(before));
  }

  private static Stream<String> shapes(Plan plan) {
    return plan.placements().stream()
        .map(p -> p.id() + " " + p.node() + " " + p.firstLayer() + "-" + p.lastLayer());
  }

  private static List<String> shape(Plan plan) {
    return shapes(plan).toList();
  }
}
