package dev.isthmus.router.relay;

import dev.isthmus.protocol.v1.NodeRecord;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Addresses of this site's agents, as their records say. Thread-safe. */
public final class SiteNodes {

  private final Map<String, String> addresses = new ConcurrentHashMap<>();

  public void accept(NodeRecord record) {
    addresses.put(record.getNode(), record.getAddress());
  }

  /** host:port of an agent. */
  public Optional<String> address(String node) {
    return Optional.ofNullable(addresses.get(node));
  }
}
