package dev.isthmus.engine.runtime;

import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Homes that lose an expert, and say so when they are asked for it. */
final class LossyHomes implements ExpertHomes {

  private final ExpertHomes all;
  private int layer = -1;
  private int expert;
  private boolean noticed;

  LossyHomes(ExpertHomes all) {
    this.all = all;
  }

  void lose(int ofLayer, int which) {
    layer = ofLayer;
    expert = which;
    noticed = false;
  }

  void find() {
    layer = -1;
  }

  @Override
  public void compute(ExpertRows rows, FloatBuffer into) {
    if (rows.layer() == layer && IntStream.of(rows.experts()).anyMatch(it -> it == expert)) {
      noticed = true;
      throw new ExpertsMissingException(layer, new int[] {expert}, "nobody answers");
    }
    all.compute(rows, into);
  }

  @Override
  public BitSet lost(int ofLayer, int count) {
    BitSet lost = new BitSet();
    if (ofLayer == layer && noticed) {
      lost.set(expert);
    }
    return lost;
  }
}
