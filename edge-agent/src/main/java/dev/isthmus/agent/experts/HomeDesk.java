package dev.isthmus.agent.experts;

import dev.isthmus.agent.experts.ExpertsRefusedException.Reason;
import dev.isthmus.engine.runtime.ExpertEngine;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.ExpertRows;
import dev.isthmus.protocol.v1.ExpertsReply;
import dev.isthmus.protocol.v1.ExpertsRequest;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.nio.FloatBuffer;
import java.util.List;

/** Answers one request with this home's experts; nothing is computed of what is refused. */
final class HomeDesk {

  private final ExpertEngine engine;

  HomeDesk(ExpertEngine engine) {
    this.engine = engine;
  }

  ExpertsReply compute(RoleAssignment role, ExpertsRequest request) {
    check(role, request);
    int hidden = request.getHiddenSize();
    int total = request.getCountsList().stream().mapToInt(Integer::intValue).sum();
    ExpertRows rows =
        new ExpertRows(
            request.getLayer(),
            ints(request.getExpertsList()),
            ints(request.getCountsList()),
            hidden,
            RowBytes.read(request.getRows(), total * hidden));
    FloatBuffer results = FloatBuffer.allocate(total * hidden);
    engine.compute(rows, results);
    return ExpertsReply.newBuilder().setRows(RowBytes.of(results, total * hidden)).build();
  }

  private void check(RoleAssignment role, ExpertsRequest request) {
    if (Long.compareUnsigned(request.getPlanEpoch(), role.getPlanEpoch()) > 0) {
      throw new ExpertsRefusedException(
          Reason.WrongPlan,
          "rows of plan " + request.getPlanEpoch() + "; this home has " + role.getPlanEpoch());
    }
    if (request.getPrecision() != role.getPrecision()) {
      throw new ExpertsRefusedException(
          Reason.WrongPrecision,
          "rows for " + request.getPrecision() + "; this home has " + role.getPrecision());
    }
    if (!request.getDigest().equals(engine.digest())) {
      throw new ExpertsRefusedException(
          Reason.WrongModel,
          "rows of " + request.getDigest() + "; this home has " + engine.digest());
    }
    if (request.getHiddenSize() != engine.hidden()) {
      throw new ExpertsRefusedException(
          Reason.WrongShape,
          "rows of " + request.getHiddenSize() + "; this model's have " + engine.hidden());
    }
    int before = -1;
    if (request.getExpertsCount() != request.getCountsCount() || request.getExpertsCount() == 0) {
      throw new ExpertsRefusedException(
          Reason.WrongShape,
          request.getExpertsCount() + " experts with " + request.getCountsCount() + " counts");
    }
    for (int i = 0; i < request.getExpertsCount(); i++) {
      int expert = request.getExperts(i);
      if (expert <= before || request.getCounts(i) < 1) {
        throw new ExpertsRefusedException(
            Reason.WrongShape,
            "expert " + expert + " with " + request.getCounts(i) + " rows after expert " + before);
      }
      if (!engine.held().contains(new ExpertId(request.getLayer(), expert))) {
        throw new ExpertsRefusedException(
            Reason.MissingExperts,
            "expert " + expert + " of layer " + request.getLayer() + " is not at this home");
      }
      before = expert;
    }
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
