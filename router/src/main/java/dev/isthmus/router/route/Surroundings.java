package dev.isthmus.router.route;

import dev.isthmus.protocol.v1.RouteWorker;
import dev.isthmus.router.worker.WorkerAddress;
import java.util.Optional;
import java.util.function.Function;

/**
 * How workers are reached from where this router stands: directly in its own site, by their site's
 * address elsewhere.
 *
 * @param site of this router
 * @param nearby host:port of an agent of this site, as the agent itself says last: newer than a
 *     route where an agent was started again
 * @param peers host:port by which another site is reached from here, where that is not the address
 *     that the site gives: a tunnel, a link
 */
public record Surroundings(
    String site,
    Function<String, Optional<String>> nearby,
    Function<String, Optional<String>> peers) {

  public WorkerAddress address(RouteWorker worker) {
    return new WorkerAddress(worker.getNode(), worker.getSite(), dial(worker));
  }

  private String dial(RouteWorker worker) {
    if (worker.getSite().equals(site)) {
      return nearby.apply(worker.getNode()).orElse(worker.getAddress());
    }
    String given =
        worker.getSiteAddress().isEmpty() ? worker.getAddress() : worker.getSiteAddress();
    return peers.apply(worker.getSite()).orElse(given);
  }
}
