package dev.isthmus.engine.runtime;

/** A routed expert of a model. */
public record ExpertId(int layer, int expert) implements Comparable<ExpertId> {

  @Override
  public int compareTo(ExpertId other) {
    int byLayer = Integer.compare(layer, other.layer);
    return byLayer != 0 ? byLayer : Integer.compare(expert, other.expert);
  }
}
