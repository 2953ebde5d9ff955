package dev.isthmus.engine.narrow;

import dev.isthmus.engine.runtime.ExpertId;

/**
 * What 4 bits a weight change of an expert's output, over the rows that were sent to it.
 *
 * @param rows how many it got
 * @param energy sum of the squares of its output, as the gate weights it
 * @param error sum of the squares of the difference
 */
record ExpertEffect(ExpertId id, long rows, double energy, double error) {}
