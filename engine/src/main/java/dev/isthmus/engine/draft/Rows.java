package dev.isthmus.engine.draft;

/**
 * What a session feeds to the engine next.
 *
 * @param tokens at the positions that follow the sequence's KV
 * @param logitRows how many of the last rows need logits; 0 for a chunk of prefill
 */
public record Rows(int[] tokens, int logitRows) {}
