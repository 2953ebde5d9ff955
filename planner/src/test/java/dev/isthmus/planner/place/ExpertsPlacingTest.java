package dev.isthmus.planner.place;

import static dev.isthmus.planner.place.Fleets.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.experts.ExpertLoad;
import dev.isthmus.planner.experts.ExpertPolicy;
import dev.isthmus.planner.layers.Objective;
import dev.isthmus.planner.place.PlaceResult.Infeasible;
import dev.isthmus.planner.place.PlaceResult.Placed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two layers with four experts of 50 MB each and 100 MB beside them in int8, half of both in int4;
 * two experts for a token.
 */
class ExpertsPlacingTest {

  private static final Site CLOUD = new Site("cloud", Tier.CLOUD, true);
  private static final Site FAR = new Site("far", Tier.CLOUD, true);

  private final Placer placer = new Placer();

  private static Demand demand(int minHomes, Optional<ExpertLoad> load) {
    Map<Precision, Long> all = new LinkedHashMap<>();
    all.put(Precision.INT8, 500_000_000L);
    all.put(Precision.INT4, 250_000_000L);
    ModelNeeds model =
        new ModelNeeds(
            "moe",
            "sha256:moe",
            all,
            1000,
            "sha256:aa",
            new Layers(2, 0.1, 256),
            Optional.of(
                new ExpertNeeds(
                    List.of(0, 1),
                    4,
                    2,
                    Map.of(Precision.INT8, 50_000_000L, Precision.INT4, 25_000_000L))));
    return new Demand(
        "default/chat",
        "uid-1",
        new Placing(model, Optional.empty(), Set.of(), 1000, 10_000),
        1,
        List.of(),
        Optional.empty(),
        Objective.LATENCY,
        Set.of(),
        Optional.of(new ExpertsWanted(new ExpertPolicy(minHomes, 2, 2, 0, false, 0.05), load)));
  }

  private static Fleet fleet(Node... nodes) {
    return new Fleet(List.of(CLOUD, FAR), List.of(nodes));
  }

  private Placed placed(Fleet fleet, Demand demand, Plan before) {
    return (Placed) placer.place(fleet, Ledger.EMPTY, demand, Optional.ofNullable(before));
  }

  private static Stream<String> shape(Plan plan) {
    return plan.placements().stream()
        .map(
            p ->
                p.id() + " " + p.node() + " " + p.weightBytes() / 1_000_000 + " MB " + p.experts());
  }

  @Test
  void expertsThatNoNodeHoldsAloneLieOnSeveralNodesOfTheVerifiersSite() {
    Plan plan =
        placed(
                fleet(
                    node("c0", "cloud", 260),
                    node("c1", "cloud", 210),
                    node("c2", "cloud", 60),
                    node("f0", "far", 180)),
                demand(1, Optional.empty()),
                null)
            .plan();

    assertThat(plan.placements()).extracting(Placement::precision).containsOnly(Precision.INT8);
    assertThat(shape(plan))
        .containsExactly(
            "uid-1/verifier/0 c0 100 MB {}",
            "uid-1/experts/c0 c0 150 MB {0=1, 1=0,2}",
            "uid-1/experts/c1 c1 200 MB {0=0,3, 1=1,3}",
            "uid-1/experts/c2 c2 50 MB {0=2}");
  }

  @Test
  void everyExpertHasAsManyHomesAsAreWanted() {
    Plan plan =
        placed(
                fleet(node("c0", "cloud", 900), node("c1", "cloud", 900)),
                demand(2, Optional.empty()),
                null)
            .plan();
    assertThat(shape(plan))
        .containsExactly(
            "uid-1/verifier/0 c0 100 MB {}",
            "uid-1/experts/c0 c0 400 MB {0=0-3, 1=0-3}",
            "uid-1/experts/c1 c1 400 MB {0=0-3, 1=0-3}");
  }

  @Test
  void anExpertThatGetsMostRowsHasASecondHome() {
    ExpertLoad load = new ExpertLoad(new long[][] {{9000, 500, 300, 200}, {250, 250, 250, 250}});
    Plan plan =
        placed(
                fleet(node("c0", "cloud", 400), node("c1", "cloud", 300)),
                demand(1, Optional.of(load)),
                null)
            .plan();
    assertThat(plan.of(Role.EXPERTS).filter(home -> home.experts().get(0).contains(0))).hasSize(2);
    assertThat(plan.of(Role.EXPERTS).filter(home -> home.experts().get(0).contains(1))).hasSize(1);
  }

  @Test
  void theLossOfAHomeMovesItsExpertsAlone() {
    Node c0 = node("c0", "cloud", 300);
    Node c1 = node("c1", "cloud", 300);
    Plan before = placed(fleet(c0, c1), demand(1, Optional.empty()), null).plan();
    Placed after = placed(fleet(c0, node("c2", "cloud", 300)), demand(1, Optional.empty()), before);
    Placement kept = before.placements().get(1);
    assertThat(after.plan().placements()).contains(kept);
    assertThat(after.forecast().bytesToMove()).isEqualTo(before.placements().get(2).weightBytes());
  }

  @Test
  void aSmallerPrecisionIsTakenWhereALargerDoesNotFit() {
    Plan plan =
        placed(
                fleet(node("c0", "cloud", 200), node("c1", "cloud", 90)),
                demand(1, Optional.empty()),
                null)
            .plan();
    assertThat(plan.placements()).extracting(Placement::precision).containsOnly(Precision.INT4);
  }

  @Test
  void expertsThatNoPlanCoversAreExplainedByWhatIsShort() {
    assertThat(
            placer.place(
                fleet(node("c0", "cloud", 120), node("c1", "cloud", 60)),
                Ledger.EMPTY,
                demand(1, Optional.empty()),
                Optional.empty()))
        .isEqualTo(
            new Infeasible(
                Reason.InsufficientMemory,
                "4 experts of moe in 2 layers, one home each, need 200 MB at site cloud; its 2"
                    + " nodes together have 129 MB free"));
  }

  @Test
  void aDenseModelHasNoExpertsToPlace() {
    Demand dense = Fleets.demand(1);
    Demand asked =
        new Demand(
            "default/chat",
            "uid-1",
            dense.target(),
            1,
            List.of(),
            Optional.empty(),
            Objective.LATENCY,
            Set.of(),
            Optional.of(new ExpertsWanted(ExpertPolicy.STANDARD, Optional.empty())));
    assertThat(placer.place(Fleets.cloudAndEdge(900, 900), Ledger.EMPTY, asked, Optional.empty()))
        .isEqualTo(
            new Infeasible(
                Reason.ModelHasNoExperts,
                "smollm2 is a dense model: it has no experts to place apart"));
  }
}
