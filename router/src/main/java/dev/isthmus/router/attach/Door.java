package dev.isthmus.router.attach;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A port of loopback behind which one holder is. What is dialled there is asked for over the stream
 * that it holds, and waits until the holder carries it. Stays open when the stream is lost, so that
 * the address stays the same; then what is dialled there ends at once. Thread-safe.
 */
final class Door implements AutoCloseable {

  /** A holder that lives answers within a round trip. */
  private static final int CARRIED_WITHIN_SECONDS = 10;

  private final Waiting waiting;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ChannelFuture listening;
  private volatile Holding holding;

  Door(EventLoopGroup loops, Waiting waiting) {
    this.waiting = waiting;
    this.listening =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel socket) {
                    dialled(socket);
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** host:port, while its holder is there. */
  Optional<String> address() {
    if (holding == null || !listening.isSuccess()) {
      return Optional.empty();
    }
    InetSocketAddress bound = (InetSocketAddress) listening.channel().localAddress();
    return Optional.of(bound.getAddress().getHostAddress() + ":" + bound.getPort());
  }

  /**
   * @return whether this stream is new here
   */
  synchronized boolean held(Holding now) {
    Holding before = holding;
    if (before == now) {
      return false;
    }
    holding = now;
    if (before != null) {
      before.replaced();
      connections.close();
    }
    return true;
  }

  /**
   * @return whether nobody holds it any more
   */
  synchronized boolean left(Holding which) {
    if (holding != which) {
      return false;
    }
    holding = null;
    connections.close();
    return true;
  }

  @Override
  public void close() {
    listening.channel().close();
    connections.close();
  }

  private void dialled(SocketChannel socket) {
    Holding now = holding;
    if (now == null) {
      socket.close();
      return;
    }
    connections.add(socket);
    String connection = waiting.add(socket);
    socket
        .eventLoop()
        .schedule(
            () -> waiting.take(connection).ifPresent(Channel::close),
            CARRIED_WITHIN_SECONDS,
            TimeUnit.SECONDS);
    now.want(connection);
  }
}
