package dev.isthmus.engine.family;

/**
 * Everything that a stage graph is written from, whatever the family.
 *
 * @param family Hugging Face's model_type
 * @param hidden width of the hidden states
 * @param intermediate width of the feed-forward block
 * @param heads query heads
 * @param kvHeads key and value heads; divides heads
 * @param headDim width of a head
 * @param context most positions
 * @param normEpsilon RMS norm's epsilon
 * @param slidingWindow keys that a query sees, per layer, 0 for all
 * @param attentionBias q, k and v have biases
 * @param outputBias the attention's output projection has a bias
 * @param mlpBias gate, up and down have biases
 * @param qkNorm RMS norms over each head of q and k before the rotation
 * @param tiedHead the head is the embedding
 * @param experts the layers that are mixtures of experts, or null where all are dense
 */
public record Architecture(
    String family,
    int layers,
    int hidden,
    int intermediate,
    int heads,
    int kvHeads,
    int headDim,
    int vocabulary,
    int context,
    double normEpsilon,
    Rope rope,
    int[] slidingWindow,
    boolean attentionBias,
    boolean outputBias,
    boolean mlpBias,
    QkNorm qkNorm,
    boolean tiedHead,
    Experts experts) {

  /** Norms on q and k: none, over each head (Qwen3), or over the whole projection (OLMoE). */
  public enum QkNorm {
    NONE,
    PER_HEAD,
    WHOLE
  }

  /** Whether a layer's feed-forward block is a mixture of experts. */
  public boolean isSparse(int layer) {
    return experts != null && experts.layers().contains(layer);
  }
}
