package dev.isthmus.router.relay;

import dev.isthmus.protocol.v1.NodeRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Where the agents are that are reached through this router: those of its site as their records
 * say, and those that hold a stream open to it. Thread-safe.
 */
public final class SiteNodes {

  private final Function<String, Optional<String>> held;
  private final Map<String, String> addresses = new ConcurrentHashMap<>();

  /**
   * @param held host:port of a node that cannot be dialled itself
   */
  public SiteNodes(Function<String, Optional<String>> held) {
    this.held = held;
  }

  public void accept(NodeRecord record) {
    addresses.put(record.getNode(), record.getAddress());
  }

  /** host:port of an agent. */
  public Optional<String> address(String node) {
    return Optional.ofNullable(addresses.get(node))
        .filter(address -> !address.isEmpty())
        .or(() -> held.apply(node));
  }

  /** The nodes of this site. */
  public List<String> names() {
    return List.copyOf(addresses.keySet());
  }
}
