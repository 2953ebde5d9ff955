package dev.isthmus.planner.place;

import dev.isthmus.planner.experts.ExpertRanges;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A role on a node.
 *
 * @param id {@code <service uid>/<role>/<n>}, stable over plans; a drafter's n is its site, that of
 *     a home of experts its node
 * @param precision the verifiers' one; for a drafter the dearest that the node may choose
 * @param kvBytes that the role may use for KV
 * @param firstLayer first of the layers that it holds
 * @param lastLayer one past the last of them; 0 for the whole model
 * @param experts that it holds, by layer; empty for every role but that of a home of experts
 */
public record Placement(
    String id,
    Role role,
    String node,
    String site,
    String modelDigest,
    Precision precision,
    long weightBytes,
    long kvBytes,
    int firstLayer,
    int lastLayer,
    SortedMap<Integer, ExpertRanges> experts) {

  public Placement {
    experts = Collections.unmodifiableSortedMap(new TreeMap<>(experts));
  }

  /** Of layers. */
  public Placement(
      String id,
      Role role,
      String node,
      String site,
      String modelDigest,
      Precision precision,
      long weightBytes,
      long kvBytes,
      int firstLayer,
      int lastLayer) {
    this(
        id,
        role,
        node,
        site,
        modelDigest,
        precision,
        weightBytes,
        kvBytes,
        firstLayer,
        lastLayer,
        Collections.emptySortedMap());
  }

  /** Of a whole model. */
  public Placement(
      String id,
      Role role,
      String node,
      String site,
      String modelDigest,
      Precision precision,
      long weightBytes,
      long kvBytes) {
    this(id, role, node, site, modelDigest, precision, weightBytes, kvBytes, 0, 0);
  }

  public long bytes() {
    return weightBytes + kvBytes;
  }
}
