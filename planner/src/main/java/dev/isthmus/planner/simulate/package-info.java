/** Fleets that do not exist, to try plans on: the same planner, seeded nodes. Pure. */
package dev.isthmus.planner.simulate;
