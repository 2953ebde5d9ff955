package dev.isthmus.local.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** One door of a link: a port on loopback whose connections end at a port behind the link. */
final class Relay {

  private static final int BACKLOG = 128;

  private final int port;
  private final int targetPort;
  private final Lane out;
  private final Lane in;
  private final Executor threads;
  private final Set<Relayed> connections = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;
  private CountDownLatch acceptorLeft;
  private volatile boolean silent;

  Relay(int port, int targetPort, Lane out, Lane in, Executor threads) {
    this.port = port;
    this.targetPort = targetPort;
    this.out = out;
    this.in = in;
    this.threads = threads;
  }

  int port() {
    return port;
  }

  int connections() {
    return connections.size();
  }

  synchronized void open() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket fresh = new ServerSocket();
      fresh.setReuseAddress(true);
      fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      listener = fresh;
      CountDownLatch left = new CountDownLatch(1);
      acceptorLeft = left;
      threads.execute(
          () -> {
            accept(fresh);
            left.countDown();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(
          "port %d cannot be opened for the link: %s".formatted(port, e.getMessage()), e);
    }
  }

  /** Refuses new connections and resets the open ones. */
  synchronized void close() {
    if (listener != null) {
      try {
        listener.close();
        acceptorLeft.await(); // until it has, the kernel goes on accepting for it
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        listener = null;
      }
    }
    connections.forEach(Relayed::reset);
  }

  void silent(boolean now) {
    silent = now;
    connections.forEach(Relayed::wake);
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket near = from.accept();
        threads.execute(() -> connect(from, near));
      } catch (IOException e) {
        // closed while waiting; a single failed accept is the dialler's to repeat
      }
    }
  }

  private void connect(ServerSocket from, Socket near) {
    Relayed relayed = null;
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      relayed = new Relayed(near, far, out, in, () -> silent, connections::remove);
      connections.add(relayed);
      if (from.isClosed()) {
        relayed.reset(); // the cut came while this one was being made
      } else {
        relayed.start(threads);
      }
    } catch (IOException e) {
      refuse(near); // nobody listens behind the link
    }
  }

  private static void refuse(Socket near) {
    try {
      near.setSoLinger(true, 0);
      near.close();
    } catch (IOException e) {
      // gone already
    }
  }
}
