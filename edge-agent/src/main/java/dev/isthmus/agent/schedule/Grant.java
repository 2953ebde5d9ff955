package dev.isthmus.agent.schedule;

/**
 * One session's share of a step.
 *
 * @param index of its demand in the list that was given
 * @param rows how many of its rows the step scores, 1..{@link Demand#rows()}
 */
record Grant(int index, int rows) {}
