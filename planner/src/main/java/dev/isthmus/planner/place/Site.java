package dev.isthmus.planner.place;

/**
 * A trust and latency domain.
 *
 * @param admits whether this service may place here (allowed namespaces, not cordoned)
 */
public record Site(String id, Tier tier, boolean admits) {}
