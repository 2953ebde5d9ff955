package dev.isthmus.local.stack;

import dev.isthmus.local.link.Link;
import dev.isthmus.local.link.LinkProfile;
import dev.isthmus.local.stack.Topology.Door;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** One link for each pair of sites. */
final class Links implements AutoCloseable {

  private final Topology topology;
  private final Map<String, Link> links = new LinkedHashMap<>();

  Links(Topology topology, LinkProfile wan, RandomGenerator random) {
    this.topology = topology;
    for (Door door : topology.doors()) {
      links.computeIfAbsent(
          key(door.at(), door.to()), name -> new Link(name, wan, new Random(random.nextLong())));
    }
  }

  void open() {
    for (Door door : topology.doors()) {
      Link link = between(door.at(), door.to());
      if (door.at().compareTo(door.to()) < 0) {
        link.openAtA(door.port(), door.targetPort());
      } else {
        link.openAtB(door.port(), door.targetPort());
      }
    }
  }

  Link between(String one, String other) {
    Link link = links.get(key(one, other));
    if (link == null) {
      throw new IllegalArgumentException("there is no link between " + one + " and " + other);
    }
    return link;
  }

  List<Link> all() {
    return List.copyOf(links.values());
  }

  /** Side a is the site whose name comes first. */
  private static String key(String one, String other) {
    return one.compareTo(other) < 0 ? one + "-" + other : other + "-" + one;
  }

  @Override
  public void close() {
    links.values().forEach(Link::close);
  }
}
