package dev.isthmus.agent.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.isthmus.engine.runtime.ExpertRows;
import dev.isthmus.engine.runtime.ExpertsMissingException;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertSpread;
import dev.isthmus.protocol.v1.ExpertsReply;
import dev.isthmus.protocol.v1.ExpertsRequest;
import dev.isthmus.protocol.v1.LayerExperts;
import dev.isthmus.protocol.v1.OnLoss;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a stage does with homes that answer with something else than results, or with nothing. */
class SpreadExpertsTest {

  private static final ExpertRows ROWS =
      new ExpertRows(
          0,
          new int[] {1, 4},
          new int[] {1, 2},
          2,
          FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}));

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> failed = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, UnaryOperator<ExpertsReply>> faults = new HashMap<>();
  private final Map<String, Long> millis = new HashMap<>();

  /** A home that is done when its answer is waited for. */
  private String late = "none";

  private final FloatBuffer results = FloatBuffer.allocate(6);

  private void work(ExpertHome home) {
    nanos.addAndGet(millis.getOrDefault(home.getNode(), 0L) * 1_000_000);
  }

  /** Homes whose experts return their rows as they are. */
  private CompletableFuture<ExpertsReply> answer(ExpertHome home, ExpertsRequest request) {
    asked.add(home.getNode());
    ExpertsReply reply = ExpertsReply.newBuilder().setRows(request.getRows()).build();
    if (home.getNode().equals(late)) {
      return new CompletableFuture<>() {
        @Override
        public ExpertsReply join() {
          work(home);
          complete(reply);
          return super.join();
        }
      };
    }
    work(home);
    ExpertsReply given = faults.getOrDefault(home.getNode(), it -> it).apply(reply);
    return given == null
        ? CompletableFuture.failedFuture(new TimeoutException("no answer within 1500 ms"))
        : CompletableFuture.completedFuture(given);
  }

  private SpreadExperts spread(String... nodes) {
    ExpertSpread.Builder homes = ExpertSpread.newBuilder();
    for (String node : nodes) {
      homes.addHomes(home(node, "0-4"));
    }
    return spread(homes);
  }

  private static ExpertHome home(String node, String experts) {
    return ExpertHome.newBuilder()
        .setRoleId("experts/" + node)
        .setNode(node)
        .addLayers(LayerExperts.newBuilder().setLayer(0).setExperts(experts))
        .build();
  }

  private SpreadExperts spread(ExpertSpread.Builder homes) {
    HomeCounts counts =
        new HomeCounts() {
          @Override
          public void called(String node, long bytes) {}

          @Override
          public void failed(String node) {
            failed.add(node);
          }
        };
    return new SpreadExperts(
        RoleAssignment.newBuilder().setPlanEpoch(3).setExperts(homes).build(),
        "sha256:a",
        (home, request, most) -> answer(home, request),
        counts,
        millis -> nanos.addAndGet(millis * 1_000_000),
        nanos::get);
  }

  private static ExpertsReply rows(byte[] bytes) {
    return ExpertsReply.newBuilder().setRows(ByteString.copyFrom(bytes)).build();
  }

  private static ExpertsReply notANumber(ExpertsReply reply) {
    byte[] bytes = reply.getRows().toByteArray();
    bytes[2] = (byte) 0xc0;
    bytes[3] = 0x7f;
    return rows(bytes);
  }

  private void anotherHomeAnswersFor(UnaryOperator<ExpertsReply> fault) {
    faults.put("a", fault);
    spread("a", "b").compute(ROWS, results);
    assertThat(failed).containsExactly("a");
    assertThat(results.array()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  private void nothingIsServedOf(UnaryOperator<ExpertsReply> fault, String why) {
    faults.put("a", fault);
    assertThatThrownBy(() -> spread("a").compute(ROWS, results))
        .isInstanceOf(ExpertsMissingException.class)
        .hasMessage("layer 0: experts [1, 4] are missing: a: " + why);
    assertThat(results.array()).containsOnly(0);
  }

  @Test
  void anotherHomeAnswersForOneWhoseRowsAreTooFew() {
    anotherHomeAnswersFor(reply -> rows(new byte[8]));
  }

  @Test
  void anotherHomeAnswersForOneWhoseRowsAreNoNumbers() {
    anotherHomeAnswersFor(SpreadExpertsTest::notANumber);
  }

  @Test
  void anotherHomeAnswersForASilentOne() {
    anotherHomeAnswersFor(reply -> null);
  }

  @Test
  void nothingIsServedOfAnOnlyHomeWhoseRowsAreTooFew() {
    nothingIsServedOf(reply -> rows(new byte[8]), "WrongShape: 8 bytes of rows; 24 are needed");
  }

  @Test
  void nothingIsServedOfAnOnlyHomeWhoseRowsAreNoNumbers() {
    nothingIsServedOf(SpreadExpertsTest::notANumber, "InvalidRows: value 0 is NaN");
  }

  /** Expert 1 has a home that falls silent, expert 4 one that answers. */
  private SpreadExperts goingAroundLosses() {
    faults.put("a", reply -> null);
    return spread(
        ExpertSpread.newBuilder()
            .setOnLoss(OnLoss.ON_LOSS_REROUTE)
            .addHomes(home("a", "0-1"))
            .addHomes(home("b", "2-4")));
  }

  @Test
  void rowsGoAroundAnExpertThatNobodyAnswersForWithinASecond() {
    SpreadExperts spread = goingAroundLosses();
    assertThatThrownBy(() -> spread.compute(ROWS, results))
        .isInstanceOf(ExpertsMissingException.class)
        .hasMessage("layer 0: experts [1] are missing: a: no answer within 1500 ms");
    assertThat(nanos.get()).isBetween(1_000_000_000L, 1_100_000_000L);
    assertThat(spread.lost(0, 5)).isEqualTo(BitSet.valueOf(new long[] {0b10}));
    assertThat(spread.lost(1, 5).isEmpty()).isTrue();
  }

  @Test
  void anExpertThatWasLostIsAskedForNowAndThenAndGivenUpAtOnce() {
    SpreadExperts spread = goingAroundLosses();
    assertThatThrownBy(() -> spread.compute(ROWS, results))
        .isInstanceOf(ExpertsMissingException.class);
    long later = nanos.addAndGet(5_000_000_000L);
    assertThat(spread.lost(0, 5).isEmpty()).isTrue();

    assertThatThrownBy(() -> spread.compute(ROWS, results))
        .isInstanceOf(ExpertsMissingException.class);
    assertThat(nanos).hasValue(later);
    assertThat(spread.lost(0, 5)).isEqualTo(BitSet.valueOf(new long[] {0b10}));
  }

  @Test
  void aServiceThatIsToldToWaitFromNowOnGoesAroundNothingAtOnce() {
    SpreadExperts spread = goingAroundLosses();
    assertThatThrownBy(() -> spread.compute(ROWS, results))
        .isInstanceOf(ExpertsMissingException.class);

    spread.assigned(
        RoleAssignment.newBuilder()
            .setExperts(ExpertSpread.newBuilder().setOnLoss(OnLoss.ON_LOSS_WAIT))
            .build());

    assertThat(spread.lost(0, 5).isEmpty()).isTrue();
  }

  @Test
  void rowsWaitAMomentForAnExpertThatComesBack() {
    SpreadExperts spread = goingAroundLosses();
    faults.put("a", reply -> nanos.get() > 600_000_000 ? reply : null);
    spread.compute(ROWS, results);
    assertThat(results.array()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(spread.lost(0, 5).isEmpty()).isTrue();
  }

  @Test
  void whereNoHomeIsLeftRowsWaitWhateverTheServiceSays() {
    SpreadExperts spread =
        spread(
            ExpertSpread.newBuilder().setOnLoss(OnLoss.ON_LOSS_REROUTE).addHomes(home("a", "0-4")));
    faults.put("a", reply -> nanos.get() > 3_000_000_000L ? reply : null);

    spread.compute(ROWS, results);

    assertThat(results.array()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(nanos.get()).isBetween(3_000_000_000L, 3_200_000_000L);
  }

  @Test
  void nothingIsServedWhereTheOnlyHomeStaysSilent() {
    nothingIsServedOf(reply -> null, "no answer within 1500 ms");
  }

  /** Whom it asks in one step after the other, each so long after the one before. */
  private List<String> asked(SpreadExperts spread, int steps, long millisBetween) {
    asked.clear();
    for (int i = 0; i < steps; i++) {
      nanos.addAndGet(millisBetween * 1_000_000);
      spread.compute(ROWS, results);
    }
    return List.copyOf(asked);
  }

  @Test
  void theFasterOfTwoHomesIsAsked() {
    millis.putAll(Map.of("a", 40L, "b", 2L));
    assertThat(asked(spread("a", "b"), 5, 0)).containsExactly("a", "b", "b", "b", "b");
  }

  @Test
  void aHomeThatWasSlowOnceIsAskedAgainAfterAHundredTimesThat() {
    millis.putAll(Map.of("a", 40L, "b", 2L));
    SpreadExperts spread = spread("a", "b");
    assertThat(asked(spread, 40, 100).subList(1, 40)).containsOnly("b");
    millis.put("a", 1L);
    assertThat(asked(spread, 10, 10)).containsOnlyOnce("b").startsWith("b", "a").endsWith("a");
  }

  @Test
  void aSilentHomeTakesNoMoreThanAHundredthOfTheTime() {
    millis.putAll(Map.of("a", 1500L, "b", 2L));
    faults.put("a", reply -> null);
    List<String> minutes = asked(spread("a", "b"), 1200, 500);
    assertThat(minutes).startsWith("a", "b", "b").filteredOn("a"::equals).hasSize(5);
  }

  @Test
  void aHomeIsNotChargedWithTheWaitForAnother() {
    SpreadExperts spread =
        spread(
            ExpertSpread.newBuilder()
                .addHomes(home("a", "0-1"))
                .addHomes(home("b", "2-4"))
                .addHomes(home("c", "2-4")));
    late = "a";
    millis.putAll(Map.of("a", 40L, "b", 2L, "c", 10L));
    asked(spread, 1, 0);
    millis.put("a", 1L);
    assertThat(asked(spread, 2, 0)).containsExactly("a", "c", "a", "b");
  }
}
