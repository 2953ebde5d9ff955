package dev.isthmus.local.stack;

import dev.isthmus.local.process.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/** Waits until a process accepts connections. */
final class Listening {

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final int CONNECT_MILLIS = 1000;

  private Listening() {}

  static void await(int port, Child child, Duration limit, Path log) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!accepts(port)) {
      if (System.nanoTime() - deadline > 0) {
        throw new StackException(
            "%s does not listen at port %d after %d s; its log is %s"
                .formatted(child.spec().name(), port, limit.toSeconds(), log));
      }
      if (child.awaitEnd(INTERVAL)) {
        throw new StackException(
            "%s ended while it was being started; its log is %s"
                .formatted(child.spec().name(), log));
      }
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
