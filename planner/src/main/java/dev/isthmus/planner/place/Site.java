package dev.isthmus.planner.place;

/**
 * A trust and latency domain.
 *
 * @param admits whether this service may place here (allowed namespaces, not cordoned)
 * @param relayed whether its nodes cannot be dialled, so that a router passes on what goes between
 *     them
 * @param kafkaOnly whether nothing passes between it and others but Kafka's records
 */
public record Site(String id, Tier tier, boolean admits, boolean relayed, boolean kafkaOnly) {

  /** One that is dialled. */
  public Site(String id, Tier tier, boolean admits) {
    this(id, tier, admits, false, false);
  }
}
