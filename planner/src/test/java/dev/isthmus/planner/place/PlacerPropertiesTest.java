package dev.isthmus.planner.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.place.PlaceResult.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What must hold of every plan, over random fleets while services come and go. */
class PlacerPropertiesTest {

  private final Placer placer = new Placer();
  private final Map<String, Plan> plans = new HashMap<>();
  private Ledger ledger = Ledger.EMPTY;

  @RepeatedTest(40)
  void noPlanTakesWhatIsNotThereAndNoneMovesWithoutCause(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Fleet fleet = fleet(random);
    for (int turn = 0; turn < 30; turn++) {
      Demand demand = demand(random);
      Optional<Plan> before = Optional.ofNullable(plans.get(demand.uid()));
      PlaceResult result = placer.place(fleet, ledger, demand, before);
      if (result instanceof Placed placed) {
        assertSound(placed, demand, fleet);
        plans.put(demand.uid(), placed.plan());
        ledger = ledger.with(placed.plan());
        assertNothingIsTakenTwice(fleet);
        Placed again = (Placed) placer.place(fleet, ledger, demand, Optional.of(placed.plan()));
        assertThat(again.plan().placesAs(placed.plan())).isTrue();
      } else if (random.nextBoolean()) {
        plans.remove(demand.uid());
        ledger = ledger.without(demand.uid());
      }
    }
  }

  private static void assertSound(Placed placed, Demand demand, Fleet fleet) {
    List<Placement> verifiers = placed.plan().of(Role.VERIFIER).toList();
    assertThat(verifiers).isNotEmpty().hasSizeLessThanOrEqualTo(demand.replicas());
    assertThat(verifiers).extracting(Placement::node).doesNotHaveDuplicates();
    assertThat(verifiers)
        .extracting(Placement::precision)
        .containsOnly(verifiers.get(0).precision());
    assertThat(placed.plan().placements()).extracting(Placement::id).doesNotHaveDuplicates();
    assertThat(placed.plan().of(Role.DRAFTER)).extracting(Placement::site).doesNotHaveDuplicates();
    for (Placement placement : placed.plan().placements()) {
      Tier wanted = placement.role() == Role.DRAFTER ? Tier.EDGE : Tier.CLOUD;
      assertThat(fleet.site(placement.site()).orElseThrow().tier()).isEqualTo(wanted);
      assertThat(fleet.node(placement.node()).orElseThrow().site()).isEqualTo(placement.site());
    }
  }

  private void assertNothingIsTakenTwice(Fleet fleet) {
    for (Node node : fleet.nodes()) {
      assertThat(ledger.free(node)).as(node.id()).isNotNegative();
    }
  }

  private static Demand demand(Random random) {
    String uid = "uid-" + random.nextInt(5);
    return new Demand(
        "default/" + uid,
        uid,
        Fleets.target(Optional.empty(), Set.of()),
        1 + random.nextInt(3),
        random.nextBoolean() ? Optional.of(Fleets.draft("sha256:aa")) : Optional.empty());
  }

  private static Fleet fleet(Random random) {
    List<Site> sites = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (int site = 0; site < 2 + random.nextInt(4); site++) {
      Tier tier = site == 0 || random.nextInt(3) == 0 ? Tier.CLOUD : Tier.EDGE;
      sites.add(new Site("site-" + site, tier, true));
      for (int n = 0; n < random.nextInt(4); n++) {
        nodes.add(Fleets.node("site-" + site + "-" + n, "site-" + site, 50 + random.nextInt(3000)));
      }
    }
    return new Fleet(sites, nodes);
  }
}
