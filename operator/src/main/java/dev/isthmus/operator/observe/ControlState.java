package dev.isthmus.operator.observe;

import com.google.protobuf.MessageLite;
import dev.isthmus.protocol.records.LatestEpochs;
import dev.isthmus.protocol.records.Parsed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Heartbeat;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouterRecord;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What the control topics say, kept up to date record by record. Every record may come more than
 * once and older ones late: nothing goes back. Used by the control loop's thread alone.
 */
public final class ControlState {

  private static final Logger LOG = Logger.getLogger(ControlState.class);

  private final TreeMap<String, Boots<NodeRecord>> nodes = new TreeMap<>();
  private final Map<String, Boots<NodeRecord>> retired = new HashMap<>();
  private final Set<String> awaited = new TreeSet<>();
  private final TreeMap<String, Boots<RouterRecord>> routers = new TreeMap<>();
  private final TreeMap<SiteKey, AssignmentRecord> assignments = new TreeMap<>();
  private final TreeMap<SiteKey, RouteRecord> routes = new TreeMap<>();
  private final Liveness nodeVoices;
  private final Liveness routerVoices;
  private final Liveness awaitedVoices;
  private final Epochs epochs = new Epochs();
  private final Consumer<String> parked;

  /**
   * @param heartbeatInterval how often agents and routers beat
   * @param parked told "unknown-version" or "malformed" of each record that was put aside
   */
  public ControlState(Duration heartbeatInterval, Consumer<String> parked) {
    this.nodeVoices = new Liveness(heartbeatInterval);
    this.routerVoices = new Liveness(heartbeatInterval);
    this.awaitedVoices = new Liveness(heartbeatInterval);
    this.parked = parked;
  }

  /** Takes a record in; what cannot be read is parked and counted. */
  public void accept(ControlRecord record) {
    if (record.value() == null) {
      return; // a node that was retired, taken out of its topic
    }
    switch (record.topic()) {
      case NODES -> parse(record, RecordCodec.NODE).ifPresent(node -> accept(record.site(), node));
      case ROUTERS -> parse(record, RecordCodec.ROUTER).ifPresent(this::accept);
      case HEARTBEATS -> parse(record, RecordCodec.HEARTBEAT).ifPresent(this::accept);
      case ASSIGNMENTS ->
          parse(record, RecordCodec.ASSIGNMENT)
              .ifPresent(assignment -> accept(record.site(), assignment));
      case ROUTES ->
          parse(record, RecordCodec.ROUTE).ifPresent(route -> accept(record.site(), route));
    }
  }

  private <T extends MessageLite> Optional<T> parse(ControlRecord record, RecordCodec<T> codec) {
    Parsed<T> parsed = codec.parse(record.value());
    if (parsed instanceof Parsed.Valid<T> valid) {
      return Optional.of(valid.value());
    }
    if (parsed instanceof Parsed.UnknownVersion<T> unknown) {
      LOG.warnf(
          "%s of %s at site %s has version %d and is put aside; this operator reads version %d",
          codec.name(), record.key(), record.site(), unknown.version(), RecordCodec.VERSION);
      parked.accept("unknown-version");
    } else if (parsed instanceof Parsed.Malformed<T> malformed) {
      LOG.warnf(
          "record of %s at site %s is put aside: %s",
          record.key(), record.site(), malformed.reason());
      parked.accept("malformed");
    }
    return Optional.empty();
  }

  private void accept(String site, NodeRecord node) {
    if (!node.getSite().equals(site)) {
      LOG.warnf(
          "node %s says in the topic of site %s that it is at %s; not believed",
          node.getNode(), site, node.getSite());
      parked.accept("misplaced");
      return;
    }
    returns(node.getNode());
    awaited.remove(node.getNode());
    awaitedVoices.forget(node.getNode());
    nodes.computeIfAbsent(node.getNode(), id -> Boots.ofNode()).accept(node);
    nodeVoices.expect(node.getNode());
    epochs.saw(node);
  }

  private void accept(RouterRecord router) {
    routers.computeIfAbsent(router.getRouter(), id -> Boots.ofRouter()).accept(router);
    routerVoices.expect(router.getRouter());
    epochs.saw(router);
  }

  private void accept(Heartbeat beat) {
    returns(beat.getName());
    if (!heard(beat, nodes, nodeVoices)) {
      heard(beat, routers, routerVoices);
    }
  }

  private static <T> boolean heard(Heartbeat beat, Map<String, Boots<T>> known, Liveness voices) {
    Boots<T> boots = known.get(beat.getName());
    if (boots == null) {
      return false;
    }
    boots.heard(beat.getBootId());
    voices.heard(beat.getName(), beat.getBootId());
    return true;
  }

  /** An assignment that was written, by us or by an operator before us. */
  public void accept(String site, AssignmentRecord assignment) {
    assignments.merge(
        new SiteKey(site, assignment.getNode()),
        assignment,
        (known, next) ->
            LatestEpochs.isNewer(next.getRecordEpoch(), known.getRecordEpoch()) ? next : known);
    epochs.saw(assignment);
  }

  /** A route that was written, by us or by an operator before us. */
  public void accept(String site, RouteRecord route) {
    routes.merge(
        new SiteKey(site, route.getService()),
        route,
        (known, next) ->
            LatestEpochs.isNewer(next.getRecordEpoch(), known.getRecordEpoch()) ? next : known);
    epochs.saw(route);
  }

  /** What was written to a site's topics is about to be read from there again. */
  public void forgetWritten(String site) {
    assignments.keySet().removeIf(key -> key.site().equals(site));
    routes.keySet().removeIf(key -> key.site().equals(site));
  }

  /** A node that an operator before us found unreachable; it stays so until it is heard. */
  public void unreachableBefore(String node) {
    nodeVoices.expectUnreachable(node);
  }

  /** A node that an operator before us heard; it is awaited with full grace. */
  public void heardBefore(String node) {
    awaited.add(node);
    awaitedVoices.expect(node);
  }

  /**
   * Takes a node out of the fleet, until it is heard again. What was assigned to it is withdrawn by
   * whoever writes.
   */
  public void retire(String node) {
    Boots<NodeRecord> known = nodes.remove(node);
    if (known != null) {
      retired.put(node, known);
      nodeVoices.forget(node);
    }
  }

  private void returns(String node) {
    Boots<NodeRecord> known = retired.remove(node);
    if (known != null) {
      nodes.put(node, known);
      nodeVoices.expect(node);
    }
  }

  /** Passes time; see {@link Liveness}. */
  public void tick(long elapsedNanos, boolean progress) {
    Set<String> leaving = new HashSet<>();
    nodes.forEach(
        (id, boots) -> {
          if (boots.owner(nodeVoices.duplicates(id)).getLeaving()) {
            leaving.add(id);
          }
        });
    nodeVoices.tick(elapsedNanos, progress, leaving);
    // routers are counted each by itself: what many silent ones have in common moves no model
    routerVoices.tick(elapsedNanos, progress, routers.keySet());
    // nor do those of an earlier fleet: they may never come again
    awaitedVoices.tick(elapsedNanos, progress, awaited);
  }

  /** Epochs above all that were seen. */
  public Epochs epochs() {
    return epochs;
  }

  /** What is known now. */
  public Observed observed() {
    TreeMap<String, ObservedNode> seenNodes = new TreeMap<>();
    nodes.forEach((id, boots) -> seenNodes.put(id, node(id, boots)));
    TreeMap<String, ObservedRouter> seenRouters = new TreeMap<>();
    routers.forEach(
        (id, boots) -> {
          RouterRecord router = boots.owner();
          boolean live = !router.getLeaving() && routerVoices.of(id) != Voice.UNREACHABLE;
          seenRouters.put(id, new ObservedRouter(id, router.getSite(), router, live));
        });
    return new Observed(
        Collections.unmodifiableSortedMap(seenNodes),
        Collections.unmodifiableSortedMap(seenRouters),
        Collections.unmodifiableSortedMap(new TreeMap<>(assignments)),
        Collections.unmodifiableSortedMap(new TreeMap<>(routes)),
        awaited.stream()
            .filter(node -> awaitedVoices.of(node) != Voice.UNREACHABLE)
            .collect(Collectors.toUnmodifiableSet()),
        nodeVoices.lost());
  }

  private ObservedNode node(String id, Boots<NodeRecord> boots) {
    Optional<Set<String>> duplicates = nodeVoices.duplicates(id);
    NodeRecord owner = boots.owner(duplicates);
    String sentence =
        duplicates
            .map(
                live ->
                    live.size()
                        + " live processes call themselves "
                        + id
                        + "; the one that started first ("
                        + owner.getAddress()
                        + ") keeps the name, the others are refused: give each a name of its own (isthmus.node)")
            .orElse(null);
    return new ObservedNode(id, owner.getSite(), owner, nodeVoices.of(id), sentence);
  }
}
