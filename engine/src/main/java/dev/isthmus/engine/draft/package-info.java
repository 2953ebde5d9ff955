/**
 * Speculation on both sides: what proposes tokens, and the bookkeeping of logs, windows and KV that
 * makes a proposal cost nothing but time. No threads, no engine calls: a scheduler asks each
 * session for its next rows and hands back their logits, so that many share a step.
 */
package dev.isthmus.engine.draft;
