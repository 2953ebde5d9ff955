package dev.isthmus.engine.runtime;

import java.nio.FloatBuffer;
import java.util.BitSet;

/** Gives rows back as they are until homes are named: for steps that only probe or measure. */
public final class LaterExperts implements ExpertHomes {

  private volatile ExpertHomes homes = (rows, into) -> into.put(0, rows.rows(), 0, into.capacity());

  /** From now on these are asked. */
  public void ask(ExpertHomes named) {
    homes = named;
  }

  @Override
  public void compute(ExpertRows rows, FloatBuffer into) {
    homes.compute(rows, into);
  }

  @Override
  public BitSet lost(int layer, int count) {
    return homes.lost(layer, count);
  }
}
