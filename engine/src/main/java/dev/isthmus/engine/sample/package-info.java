/**
 * Choosing tokens from logits. Everything here is a pure function of its arguments, in arithmetic
 * that gives the same bits on every machine: no random state, no platform's own logarithm.
 */
package dev.isthmus.engine.sample;
