package dev.isthmus.engine.graph;

/** Names of a stage graph's inputs and outputs. */
public final class StageNames {

  /** int64 [1, T]: token ids of all windows, one after another; the first stage's input. */
  public static final String IDS = "ids";

  /** float [1, T, hidden]: hidden states; input of later stages. */
  public static final String HIDDEN = "hidden";

  /** int64 [R]: which of the T rows need logits; input of the last stage. */
  public static final String ROWS = "rows";

  /** int64 [P]: which of the T rows attention takes, slot after slot. */
  public static final String PACK = "pack";

  /** int64 [T]: which of the P rows of attention each row is. */
  public static final String UNPACK = "unpack";

  /** float [1, R, head]: output of the last stage. */
  public static final String LOGITS = "logits";

  /** float [1, T, hidden]: output of other stages. */
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
}
