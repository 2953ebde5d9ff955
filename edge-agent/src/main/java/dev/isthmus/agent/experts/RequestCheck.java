package dev.isthmus.agent.experts;

import dev.isthmus.agent.experts.ExpertsRefusedException.Reason;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.protocol.v1.ExpertsRequest;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.Set;

/**
 * What a home computes: rows of its own model and experts, and as many as they are said to be.
 *
 * @param digest of the model's files
 * @param hidden values of a row
 * @param held the home's experts
 */
record RequestCheck(String digest, int hidden, Set<ExpertId> held) {

  /**
   * @throws ExpertsRefusedException by name of what is wrong
   */
  void check(RoleAssignment role, ExpertsRequest request) {
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
    if (!request.getDigest().equals(digest)) {
      throw new ExpertsRefusedException(
          Reason.WrongModel, "rows of " + request.getDigest() + "; this home has " + digest);
    }
    if (request.getHiddenSize() != hidden) {
      throw new ExpertsRefusedException(
          Reason.WrongShape,
          "rows of " + request.getHiddenSize() + "; this model's have " + hidden);
    }
    checkExperts(request);
    checkRows(request);
  }

  private void checkExperts(ExpertsRequest request) {
    if (request.getExpertsCount() != request.getCountsCount() || request.getExpertsCount() == 0) {
      throw new ExpertsRefusedException(
          Reason.WrongShape,
          request.getExpertsCount() + " experts with " + request.getCountsCount() + " counts");
    }
    int before = -1;
    for (int i = 0; i < request.getExpertsCount(); i++) {
      int expert = request.getExperts(i);
      if (expert <= before || request.getCounts(i) < 1) {
        throw new ExpertsRefusedException(
            Reason.WrongShape,
            "expert " + expert + " with " + request.getCounts(i) + " rows after expert " + before);
      }
      if (!held.contains(new ExpertId(request.getLayer(), expert))) {
        throw new ExpertsRefusedException(
            Reason.MissingExperts,
            "expert " + expert + " of layer " + request.getLayer() + " is not at this home");
      }
      before = expert;
    }
  }

  /** In longs: counts that a peer makes up may have any sum. */
  private void checkRows(ExpertsRequest request) {
    long rows = request.getCountsList().stream().mapToLong(Integer::longValue).sum();
    if (rows > Integer.MAX_VALUE / ((long) hidden * Float.BYTES)
        || rows * hidden * Float.BYTES != request.getRows().size()) {
      throw new ExpertsRefusedException(
          Reason.WrongShape,
          "%d bytes for %d rows of %d values".formatted(request.getRows().size(), rows, hidden));
    }
  }
}
