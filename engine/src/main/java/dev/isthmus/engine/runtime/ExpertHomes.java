package dev.isthmus.engine.runtime;

import java.nio.FloatBuffer;
import java.util.BitSet;

/** Where the experts of a stage are that has none itself: here, on other nodes, or both. */
public interface ExpertHomes {

  /**
   * Puts rows through their experts. A row's result depends on the row and its expert alone.
   *
   * @param into receives [total rows, hidden] from position 0, in the order of the rows
   * @throws ExpertsMissingException where no home of an expert answers; the step is undone and may
   *     be taken again
   */
  void compute(ExpertRows rows, FloatBuffer into);

  /**
   * Experts of a layer that rows must be sent around because no home of theirs answers. Empty where
   * rows wait for their own experts instead, which alone is exact.
   *
   * @param count experts of the layer; never all of them are returned
   */
  default BitSet lost(int layer, int count) {
    return new BitSet();
  }
}
