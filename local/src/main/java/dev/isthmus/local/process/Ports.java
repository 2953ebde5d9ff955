package dev.isthmus.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Free ports on loopback, each given once. They lie below the range from which kernels take ports
 * for outgoing connections, so that one stays free while the process that listens there is
 * restarted.
 */
public final class Ports {

  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final int TRIES = 2_000;

  private final RandomGenerator random;
  private final Set<Integer> given = new HashSet<>();

  public Ports(RandomGenerator random) {
    this.random = random;
  }

  /** A port at which nothing listens. */
  public synchronized int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(FIRST, END);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port between %d and %d after %d tries".formatted(FIRST, END, TRIES));
  }

  /** Whether a process could listen at a port now. */
  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
