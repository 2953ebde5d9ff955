package dev.isthmus.router.route;

import dev.isthmus.protocol.v1.RouteWorker;
import dev.isthmus.protocol.v1.Transport;
import dev.isthmus.router.worker.WorkerAddress;
import java.util.Optional;
import java.util.function.Function;

/**
 * How workers are reached from where this router stands: directly in its own site, over the stream
 * that they hold to it, by their site's address elsewhere.
 *
 * @param site of this router
 * @param nearby host:port of an agent of this site, as the agent itself says last: newer than a
 *     route where an agent was started again; or where connections over a held stream begin
 * @param peers host:port by which another site is reached from here, where that is not the address
 *     that the site gives: a tunnel, a link
 * @param kafkaOnly whether this site lets nothing through but the broker
 * @param relay host:port of this router's own relay: it refuses by name whom nobody can reach now
 */
public record Surroundings(
    String site,
    Function<String, Optional<String>> nearby,
    Function<String, Optional<String>> peers,
    String relay,
    boolean kafkaOnly) {

  public WorkerAddress address(RouteWorker worker) {
    return new WorkerAddress(worker.getNode(), worker.getSite(), dial(worker));
  }

  private String dial(RouteWorker worker) {
    return nearby
        .apply(worker.getNode())
        .or(() -> worker.getSite().equals(site) ? given(worker.getAddress()) : elsewhere(worker))
        .or(() -> given(worker.getSiteAddress()))
        .orElse(relay);
  }

  private Optional<String> elsewhere(RouteWorker worker) {
    if (kafkaOnly || worker.getTransport() == Transport.TRANSPORT_KAFKA) {
      return Optional.of(WorkerAddress.KAFKA);
    }
    return peers
        .apply(worker.getSite())
        .or(() -> given(worker.getSiteAddress()))
        .or(() -> given(worker.getAddress()));
  }

  private static Optional<String> given(String address) {
    return Optional.of(address).filter(given -> !given.isEmpty());
  }
}
