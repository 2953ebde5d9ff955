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
import dev.isthmus.protocol.v1.RoleAssignment;
import java.nio.FloatBuffer;
import java.util.ArrayList;
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
  private final Map<String, UnaryOperator<ExpertsReply>> faults = new HashMap<>();
  private final FloatBuffer results = FloatBuffer.allocate(6);

  /** Homes whose experts return their rows as they are. */
  private CompletableFuture<ExpertsReply> answer(ExpertHome home, ExpertsRequest request) {
    ExpertsReply reply = ExpertsReply.newBuilder().setRows(request.getRows()).build();
    ExpertsReply given = faults.getOrDefault(home.getNode(), it -> it).apply(reply);
    return given == null
        ? CompletableFuture.failedFuture(new TimeoutException("no answer within 1500 ms"))
        : CompletableFuture.completedFuture(given);
  }

  private SpreadExperts spread(String... nodes) {
    ExpertSpread.Builder homes = ExpertSpread.newBuilder();
    for (String node : nodes) {
      homes.addHomes(
          ExpertHome.newBuilder()
              .setRoleId("experts/" + node)
              .setNode(node)
              .addLayers(LayerExperts.newBuilder().setLayer(0).setExperts("0-4")));
    }
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

  @Test
  void nothingIsServedWhereTheOnlyHomeStaysSilent() {
    nothingIsServedOf(reply -> null, "no answer within 1500 ms");
  }
}
