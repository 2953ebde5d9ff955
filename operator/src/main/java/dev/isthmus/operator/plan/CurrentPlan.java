package dev.isthmus.operator.plan;

import dev.isthmus.planner.place.Plan;

/**
 * The plan in force of a service.
 *
 * @param name of its PlacementPlan
 * @param epoch planEpoch
 * @param generation of the service that it was made for
 */
public record CurrentPlan(String name, long epoch, long generation, Plan plan) {}
