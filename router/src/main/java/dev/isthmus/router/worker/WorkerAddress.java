package dev.isthmus.router.worker;

/**
 * How an agent is reached from here.
 *
 * @param node the agent's node id; goes along as metadata, so that a site's router can relay
 * @param site where it stands
 * @param dial host:port of the agent itself, or of its site where that is another one; or {@link
 *     #KAFKA}
 */
public record WorkerAddress(String node, String site, String dial) {

  /** In the place of an address: the way to the site is Kafka. */
  public static final String KAFKA = "kafka";
}
