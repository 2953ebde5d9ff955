package dev.isthmus.protocol.worker;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a process's own gRPC server listens.
 *
 * @param host a name or address of this machine; {@value #EVERYWHERE} for all of them
 * @param port 0 for a free one
 */
public record ListenAddress(String host, int port) {

  public static final String EVERYWHERE = "0.0.0.0";

  /** Any free port, on this machine alone. */
  public static ListenAddress loopback() {
    return new ListenAddress(InetAddress.getLoopbackAddress().getHostAddress(), 0);
  }

  /**
   * What a server binds to.
   *
   * @throws IllegalArgumentException where nobody knows the host
   */
  public InetSocketAddress address() {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "quarkus.grpc.server.host is \"%s\", which is no name or address of a machine; %s stands for all addresses of this one"
              .formatted(host, EVERYWHERE));
    }
    return address;
  }

  /**
   * Where the process reaches its own server.
   *
   * @param realPort that the server had
   */
  public InetSocketAddress own(int realPort) {
    InetAddress bound = address().getAddress();
    return new InetSocketAddress(
        bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound, realPort);
  }
}
