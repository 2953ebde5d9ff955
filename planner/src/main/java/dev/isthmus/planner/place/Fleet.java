package dev.isthmus.planner.place;

import java.util.List;
import java.util.Optional;

/** All sites and nodes that one operator sees, as one service may use them. */
public record Fleet(List<Site> sites, List<Node> nodes, SiteLinks links) {

  /** Of which no link was measured. */
  public Fleet(List<Site> sites, List<Node> nodes) {
    this(sites, nodes, SiteLinks.UNKNOWN);
  }

  public Fleet {
    sites = List.copyOf(sites);
    nodes = List.copyOf(nodes);
  }

  public Optional<Site> site(String id) {
    return sites.stream().filter(site -> site.id().equals(id)).findFirst();
  }

  public Optional<Node> node(String id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
  }
}
