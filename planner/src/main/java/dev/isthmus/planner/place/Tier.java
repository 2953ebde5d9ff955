package dev.isthmus.planner.place;

/** What kind of site it is. */
public enum Tier {
  CLOUD,
  EDGE
}
