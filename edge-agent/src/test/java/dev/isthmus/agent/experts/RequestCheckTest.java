package dev.isthmus.agent.experts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.protocol.v1.ExpertsRequest;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RequestCheckTest {

  private static final int HIDDEN = 64;
  private static final RoleAssignment ROLE =
      RoleAssignment.newBuilder().setPlanEpoch(3).setPrecision(Precision.FP32).build();

  private final RequestCheck requests =
      new RequestCheck("sha256:a", HIDDEN, Set.of(new ExpertId(0, 1), new ExpertId(0, 2)));

  private void check(UnaryOperator<ExpertsRequest.Builder> change) {
    ExpertsRequest.Builder request =
        ExpertsRequest.newBuilder()
            .setPlanEpoch(3)
            .setPrecision(Precision.FP32)
            .setDigest("sha256:a")
            .setLayer(0)
            .setHiddenSize(HIDDEN)
            .addExperts(1)
            .addExperts(2)
            .addCounts(2)
            .addCounts(1)
            .setRows(rows(3));
    requests.check(ROLE, change.apply(request).build());
  }

  private static ByteString rows(int count) {
    return ByteString.copyFrom(new byte[count * HIDDEN * Float.BYTES]);
  }

  private void refused(String message, UnaryOperator<ExpertsRequest.Builder> change) {
    assertThatThrownBy(() -> check(change))
        .isInstanceOf(ExpertsRefusedException.class)
        .hasMessage(message);
  }

  @Test
  void rowsOfAnEarlierPlanAreComputed() {
    assertThatCode(() -> check(request -> request.setPlanEpoch(2))).doesNotThrowAnyException();
  }

  @Test
  void rowsOfALaterPlanAreRefused() {
    refused("WrongPlan: rows of plan 4; this home has 3", request -> request.setPlanEpoch(4));
  }

  @Test
  void rowsOfAnotherLengthAreRefused() {
    refused(
        "WrongShape: rows of 65; this model's have 64",
        request -> request.setHiddenSize(HIDDEN + 1));
  }

  @Test
  void fewerRowsThanSaidAreRefused() {
    refused("WrongShape: 512 bytes for 3 rows of 64 values", request -> request.setRows(rows(2)));
  }

  @Test
  void countsWhoseSumNoIntegerHoldsAreRefused() {
    refused(
        "WrongShape: 0 bytes for 4294967294 rows of 64 values",
        request ->
            request
                .setCounts(0, Integer.MAX_VALUE)
                .setCounts(1, Integer.MAX_VALUE)
                .setRows(ByteString.EMPTY));
  }

  @Test
  void countsWhoseBytesNoIntegerHoldsAreRefused() {
    refused(
        "WrongShape: 0 bytes for 16777216 rows of 64 values",
        request -> request.setCounts(0, (1 << 24) - 1).setCounts(1, 1).setRows(ByteString.EMPTY));
  }

  @Test
  void anExpertWithoutRowsIsRefused() {
    refused("WrongShape: expert 2 with 0 rows after expert 1", request -> request.setCounts(1, 0));
  }

  @Test
  void expertsOutOfOrderAreRefused() {
    refused("WrongShape: expert 1 with 1 rows after expert 1", request -> request.setExperts(1, 1));
  }

  @Test
  void anExpertOfAnotherHomeIsRefused() {
    refused(
        "MissingExperts: expert 4 of layer 0 is not at this home",
        request -> request.setExperts(1, 4));
  }
}
