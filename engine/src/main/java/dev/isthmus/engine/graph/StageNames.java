package dev.isthmus.engine.graph;

/** Names of a stage graph's inputs and outputs. */
public final class StageNames {

  /** float [1, T, hidden]: hidden states of all windows, one after another; a stage's input. */
  public static final String HIDDEN = "hidden";

  /** int64 [R]: which of the T rows need logits; input of the model's last stage. */
  public static final String ROWS = "rows";

  /** int64 [P]: which of the T rows attention takes, slot after slot. */
  public static final String PACK = "pack";

  /** int64 [T]: which of the P rows of attention each row is. */
  public static final String UNPACK = "unpack";

  /**
   * float [1, T, hidden]: a stage's output; of the model's last, [1, R, hidden], normed for the
   * head.
   */
  public static final String STATES = "states";

  private StageNames() {}

  /**
   * int64 [1, T, active]: the experts that each row goes through, highest weight first; output of
   * layers with experts.
   */
  public static String chosen(int layer) {
    return "chosen." + layer;
  }

  /** bool []: whether the step's sessions fit so many slots; input of all but the largest. */
  public static String fits(int bucket) {
    return "fits." + bucket;
  }

  /**
   * int64 [bucket]: rows of attention of each slot, one for idle ones; input of all but the bucket
   * of one.
   */
  public static String cuts(int bucket) {
    return "cuts." + bucket;
  }

  /** int32 [1]: tokens of the slot after this step, less one. */
  public static String last(int slot) {
    return "last." + slot;
  }

  /** int32 []: tokens of the slot after this step. */
  public static String total(int slot) {
    return "total." + slot;
  }

  /** float [1, kvHeads, capacity, headDim]: the slot's keys of a layer. */
  public static String pastKey(int layer, int slot) {
    return "past.k." + layer + "." + slot;
  }

  /** float [1, kvHeads, capacity, headDim]: the slot's values of a layer. */
  public static String pastValue(int layer, int slot) {
    return "past.v." + layer + "." + slot;
  }

  /** The same buffer as {@link #pastKey}, pinned. */
  public static String presentKey(int layer, int slot) {
    return "present.k." + layer + "." + slot;
  }

  /** The same buffer as {@link #pastValue}, pinned. */
  public static String presentValue(int layer, int slot) {
    return "present.v." + layer + "." + slot;
  }

  /** float [1, T, hidden]: what a layer's feed-forward block takes. */
  public static String normed(int layer) {
    return "layer." + layer + ".mlp.norm";
  }

  /** float [1, T, hidden]: what goes past a layer's feed-forward block. */
  public static String carried(int layer) {
    return normed(layer) + ".sum";
  }

  /** float [1, T, active]: probabilities of the chosen experts, highest first. */
  public static String weights(int layer) {
    return "weights." + layer;
  }

  /** float [1, T, experts]: probabilities of all experts of a layer. */
  public static String probabilities(int layer) {
    return "probabilities." + layer;
  }

  /** float [1, T, hidden]: the shared expert's part of a layer's result. */
  public static String shared(int layer) {
    return "shared." + layer;
  }

  /** float [1, T * active, hidden]: each row through each of its experts, by rank in a row. */
  public static String experts(int layer) {
    return "experts." + layer;
  }

  /** float [1, N, hidden]: rows of a lone expert, or of the head. */
  public static final String PART_ROWS = "x";

  /** float [1, N, hidden] of an expert, [1, N, head] of the head: what it made of them. */
  public static final String PART_RESULTS = "y";
}
