package dev.isthmus.planner.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isthmus.planner.layers.Objective;
import dev.isthmus.planner.place.PlaceResult.Infeasible;
import dev.isthmus.planner.place.PlaceResult.Placed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stages that a person fixed: placed as they stand, or refused by name. */
class LockedPlacingTest {

  private static final Fleet FLEET =
      new Fleet(
          List.of(
              new Site("cloud", Tier.CLOUD, true),
              new Site("shop", Tier.EDGE, true),
              new Site("island", Tier.EDGE, true, false, true)),
          List.of(
              Fleets.node("a", "cloud", 200),
              Fleets.node("b", "cloud", 200),
              Fleets.node("home", "shop", 100),
              Fleets.node("far", "island", 300)));

  private static PlaceResult place(StageSpan... stages) {
    ModelNeeds whole = Fleets.target(Optional.empty(), Set.of()).model();
    ModelNeeds model =
        new ModelNeeds(
            whole.name(),
            whole.digest(),
            Map.of(Precision.INT8, 180_000_000L),
            46_080,
            "sha256:aa",
            new Layers(30, 0.2, 2304));
    Demand demand =
        new Demand(
            "default/chat",
            "uid-1",
            new Placing(model, Optional.empty(), Set.of(), 512, 16384),
            1,
            List.of(stages),
            Optional.empty(),
            Objective.LATENCY,
            Set.of());
    return new Placer().place(FLEET, Ledger.EMPTY, demand, Optional.empty());
  }

  private static Infeasible refused(StageSpan... stages) {
    return (Infeasible) place(stages);
  }

  @Test
  void everyStageGetsItsNodeAndTheLastOneIsTheVerifier() {
    Placed placed = (Placed) place(new StageSpan("b", 10, 30), new StageSpan("a", 0, 10));
    assertThat(placed.plan().placements())
        .extracting(Placement::id, Placement::node, Placement::firstLayer, Placement::lastLayer)
        .containsExactly(
            tuple("uid-1/verifier/0", "b", 10, 30), tuple("uid-1/stage/0", "a", 0, 10));
    assertThat(placed.plan().placements())
        .extracting(Placement::weightBytes)
        .containsExactly(132_000_000L, 84_000_000L);
  }

  @Test
  void allStagesHoldKvOfAsManyTokensAsTheOneWithTheLeastRoom() {
    Placed placed = (Placed) place(new StageSpan("home", 0, 10), new StageSpan("b", 10, 30));
    long tokens = 16_000_000 / 15_360;
    assertThat(placed.plan().placements())
        .extracting(Placement::kvBytes)
        .containsExactly(tokens * 30_720, tokens * 15_360);
  }

  @Test
  void aLayerThatTwoStagesHoldIsNamed() {
    assertThat(refused(new StageSpan("a", 0, 12), new StageSpan("b", 10, 30)))
        .isEqualTo(
            new Infeasible(
                Reason.StagesOverlap,
                "stage [10,30) at b begins at layer 10; stage [0,12) at a ends at 12"));
  }

  @Test
  void layersThatTheModelLacksAreNamed() {
    assertThat(refused(new StageSpan("a", 0, 10), new StageSpan("b", 10, 32)))
        .isEqualTo(
            new Infeasible(
                Reason.StagesOverlap, "stage [10,32) at b ends at layer 32; smollm2 has 30"));
  }

  @Test
  void layersThatNoStageHoldsAreNamed() {
    String message = "no stage holds layers [10,12) of smollm2; stages must cover [0,30)";
    assertThat(refused(new StageSpan("a", 0, 10), new StageSpan("b", 12, 30)))
        .isEqualTo(new Infeasible(Reason.StagesLeaveGap, message));
    assertThat(refused(new StageSpan("a", 0, 10), new StageSpan("b", 10, 29)).message())
        .isEqualTo("no stage holds layers [29,30) of smollm2; stages must cover [0,30)");
  }

  @Test
  void aNodeThatIsNotThereIsNamed() {
    assertThat(refused(new StageSpan("a", 0, 10), new StageSpan("nowhere", 10, 30)))
        .isEqualTo(
            new Infeasible(
                Reason.StageNodeMissing,
                "stage [10,30) at nowhere: no node of that name is known"));
  }

  @Test
  void aStageThatDoesNotFitItsNodeIsNamed() {
    assertThat(refused(new StageSpan("home", 0, 20), new StageSpan("b", 20, 30)))
        .isEqualTo(
            new Infeasible(
                Reason.InsufficientMemory,
                "stage [0,20) at home of smollm2 in int8 need 148 MB; the node has 100 MB free"));
  }

  @Test
  void stagesOfOtherSitesAreNotJoinedWithThoseOfOneThatLetsOnlyKafkaThrough() {
    assertThat(refused(new StageSpan("a", 0, 10), new StageSpan("far", 10, 30)))
        .isEqualTo(
            new Infeasible(
                Reason.TransportUnsupported,
                "stages of smollm2 at site island cannot be joined with those of other sites:"
                    + " nothing but Kafka's records passes"));
    assertThat(place(new StageSpan("far", 0, 30))).isInstanceOf(Placed.class);
  }
}
