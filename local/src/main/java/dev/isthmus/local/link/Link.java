package dev.isthmus.local.link;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * The way between two sites, a and b: TCP doors on loopback in both directions that share delay,
 * rate and cuts. Everything may be changed while connections are open. Delays are kept to within a
 * millisecond; at zero delay a read is passed on at once.
 */
public final class Link implements AutoCloseable {

  private final String name;
  private final Lane aToB;
  private final Lane bToA;
  private final List<Relay> relays = new CopyOnWriteArrayList<>();
  private final ExecutorService threads;
  private LinkProfile profile;
  private Cut cut = Cut.NONE;

  /**
   * @param name for threads and messages, such as "cloud-edge"
   * @param random draws the jitter
   */
  public Link(String name, LinkProfile profile, RandomGenerator random) {
    this.name = name;
    this.profile = profile;
    this.aToB = new Lane(profile, random);
    this.bToA = new Lane(profile, random);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "link-" + name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  public String name() {
    return name;
  }

  /** Opens a door at a: its connections end at b's port. */
  public synchronized void openAtA(int port, int targetPort) {
    open(new Relay(port, targetPort, aToB, bToA, threads));
  }

  /** Opens a door at b: its connections end at a's port. */
  public synchronized void openAtB(int port, int targetPort) {
    open(new Relay(port, targetPort, bToA, aToB, threads));
  }

  private void open(Relay relay) {
    relays.add(relay);
    relay.silent(cut == Cut.SILENT);
    if (cut != Cut.CLOSED) {
      relay.open();
    }
  }

  /** Changes delay, jitter and rate for what is sent from now on. */
  public synchronized void profile(LinkProfile next) {
    profile = next;
    aToB.profile(next);
    bToA.profile(next);
  }

  public synchronized LinkProfile profile() {
    return profile;
  }

  /** Cuts the link, or mends it with {@link Cut#NONE}. */
  public synchronized void cut(Cut next) {
    cut = next;
    for (Relay relay : relays) {
      relay.silent(next == Cut.SILENT);
      if (next == Cut.CLOSED) {
        relay.close();
      } else {
        relay.open();
      }
    }
  }

  public synchronized Cut cut() {
    return cut;
  }

  /** Bytes that entered the link at a, ever. */
  public long bytesFromA() {
    return aToB.carried();
  }

  /** Bytes that entered the link at b, ever. */
  public long bytesFromB() {
    return bToA.carried();
  }

  /** Connections that are open now. */
  public int connections() {
    return relays.stream().mapToInt(Relay::connections).sum();
  }

  @Override
  public synchronized void close() {
    relays.forEach(Relay::close);
    relays.clear();
    threads.shutdownNow();
  }
}
