package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.fleet.RandomFleet;
import dev.isthmus.operator.fleet.World;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a fleet, and in whatever order, what is promised holds. */
class RandomFleetTest {

  private static final int FLEETS = Integer.getInteger("isthmus.random-fleets", 30);
  private static final int STEPS = 40;

  @TempDir Path root;
  private World world;
  private RandomFleet fleet;

  static IntStream seeds() {
    return IntStream.range(0, FLEETS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensWhatIsPromisedHolds(int seed) {
    world = new World(root);
    fleet = new RandomFleet(world, new SplittableRandom(seed));
    List<String> story = new ArrayList<>();
    try {
      for (int step = 0; step < STEPS; step++) {
        story.add(fleet.happens());
        world.settle();
        whatServesIsRoutedTo();
      }
      fleet.heals();
      world.pass(Duration.ofMinutes(25));
      everythingServesThatFits();
      fleet.servesNothingMore();
      world.pass(Duration.ofMinutes(1));
      nothingIsLeft();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(String.join("\n", story), e);
    }
  }

  private void whatServesIsRoutedTo() {
    for (CollaborativeInferenceService service : services()) {
      String name = service.getMetadata().getName();
      if (world.brokerTakes && world.condition(name, "Serving").startsWith("TRUE")) {
        assertThat(fleet.routes(name))
            .allSatisfy(
                route -> assertThat(route.getWorkersList()).as(name).anyMatch(this::takesSessions));
      }
    }
  }

  private boolean takesSessions(RouteWorker worker) {
    return worker.getRole() == Role.ROLE_VERIFIER
        && !worker.getDraining()
        && fleet.assigned(worker.getNode()).stream()
            .anyMatch(it -> it.getRole() == worker.getRole());
  }

  private void everythingServesThatFits() {
    for (CollaborativeInferenceService service : services()) {
      String name = service.getMetadata().getName();
      assertThat(world.condition(name, "Ready"))
          .as(name)
          .matches("(?s)TRUE .*|FALSE (InsufficientMemory|InsufficientNodes): .*");
      assertThat(world.condition(name, "Degraded"))
          .as(name)
          .matches("(?s)FALSE .*|TRUE (InsufficientMemory|InsufficientNodes): .*");
    }
  }

  private void nothingIsLeft() {
    assertThat(fleet.nodes()).allSatisfy(node -> assertThat(fleet.assigned(node)).isEmpty());
    assertThat(RandomFleet.SERVICES).flatMap(fleet::routes).allMatch(RouteRecord::getWithdrawn);
    assertThat(world.folder().list(PlacementPlan.class)).isEmpty();
  }

  private List<CollaborativeInferenceService> services() {
    return world.folder().list(CollaborativeInferenceService.class);
  }
}
