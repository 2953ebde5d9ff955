package dev.isthmus.engine.runtime;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Homes of one process, each with some experts; every row goes to the first that has its own. */
record SpreadHomes(List<ExpertEngine> engines) implements ExpertHomes {

  @Override
  public void compute(ExpertRows rows, FloatBuffer into) {
    for (int home = 0; home < engines.size(); home++) {
      int h = home;
      int[] mine =
          IntStream.range(0, rows.experts().length)
              .filter(i -> first(new ExpertId(rows.layer(), rows.experts()[i])) == h)
              .toArray();
      if (mine.length > 0) {
        ExpertRows part = rows.only(mine);
        FloatBuffer results = FloatBuffer.allocate(part.total() * rows.hidden());
        engines.get(home).compute(part, results);
        rows.place(mine, results, into);
      }
    }
  }

  private int first(ExpertId id) {
    return IntStream.range(0, engines.size())
        .filter(i -> engines.get(i).held().contains(id))
        .findFirst()
        .orElseThrow();
  }
}
