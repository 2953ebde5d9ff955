package dev.isthmus.planner.place;

/**
 * A role on a node.
 *
 * @param id {@code <service uid>/<role>/<n>}, stable over plans; a drafter's n is its site
 * @param precision the verifiers' one; for a drafter the dearest that the node may choose
 * @param kvBytes that the role may use for KV
 */
public record Placement(
    String id,
    Role role,
    String node,
    String site,
    String modelDigest,
    Precision precision,
    long weightBytes,
    long kvBytes) {

  public long bytes() {
    return weightBytes + kvBytes;
  }
}
