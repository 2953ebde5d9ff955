package dev.isthmus.planner.place;

/**
 * A role on a node.
 *
 * @param id {@code <service uid>/<role>/<n>}, stable over plans; a drafter's n is its site
 * @param precision the verifiers' one; for a drafter the dearest that the node may choose
 * @param kvBytes that the role may use for KV
 * @param firstLayer first of the layers that it holds
 * @param lastLayer one past the last of them; 0 for the whole model
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
    int lastLayer) {

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
