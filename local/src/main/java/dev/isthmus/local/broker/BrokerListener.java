package dev.isthmus.local.broker;

/**
 * A door of the broker for one site.
 *
 * @param port where the broker listens, on loopback
 * @param advertisedPort where the site's clients dial: the same port, or a link's
 */
public record BrokerListener(int port, int advertisedPort) {

  /** A door that is dialled directly. */
  public static BrokerListener direct(int port) {
    return new BrokerListener(port, port);
  }
}
