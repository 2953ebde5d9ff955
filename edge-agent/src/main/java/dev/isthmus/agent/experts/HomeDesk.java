package dev.isthmus.agent.experts;

import dev.isthmus.engine.runtime.ExpertEngine;
import dev.isthmus.engine.runtime.ExpertRows;
import dev.isthmus.protocol.v1.ExpertsReply;
import dev.isthmus.protocol.v1.ExpertsRequest;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.nio.FloatBuffer;
import java.util.List;

/** Answers one request with this home's experts; nothing is computed of what is refused. */
final class HomeDesk {

  private final ExpertEngine engine;
  private final RequestCheck requests;

  HomeDesk(ExpertEngine engine) {
    this.engine = engine;
    this.requests = new RequestCheck(engine.digest(), engine.hidden(), engine.held());
  }

  ExpertsReply compute(RoleAssignment role, ExpertsRequest request) {
    requests.check(role, request);
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

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
