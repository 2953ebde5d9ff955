package dev.isthmus.protocol.attach;

import dev.isthmus.protocol.v1.AttachGrpc;
import dev.isthmus.protocol.v1.Presence;
import dev.isthmus.protocol.v1.Segment;
import dev.isthmus.protocol.v1.Wanted;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Held open by who cannot be dialled, to a router that others can dial. A stream that ends, or
 * falls silent, is opened again within a beat; connections that it carried end with it, and whoever
 * used them opens them again.
 */
public final class HeldStream implements AutoCloseable {

  private final Self self;
  private final Supplier<ManagedChannel> connect;
  private final EventLoop loop;
  private final LongSupplier nanos;
  private final Listener listener;

  // All below only of the loop.
  private Attempt attempt;
  private boolean attached;
  private boolean closed;

  /**
   * Who holds it.
   *
   * @param name of the node or router
   * @param nodes that are reached through it, now
   * @param server where its own gRPC server listens
   */
  public record Self(String name, Supplier<List<String>> nodes, SocketAddress server) {}

  /** Told when the router begins to answer, and when it no longer does. */
  @FunctionalInterface
  public interface Listener {
    void attached(boolean now, String why);
  }

  /**
   * @param connect a new channel to the router; shut down here
   * @param loops where bytes are read and written
   * @param nanos a monotonic clock
   */
  public HeldStream(
      Self self,
      Supplier<ManagedChannel> connect,
      EventLoopGroup loops,
      LongSupplier nanos,
      Listener listener) {
    this.self = self;
    this.connect = connect;
    this.loop = loops.next();
    this.nanos = nanos;
    this.listener = listener;
  }

  public void start() {
    long beat = AttachKeys.BEAT.toNanos();
    loop.scheduleAtFixedRate(this::beat, 0, beat, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    onLoop(
        () -> {
          closed = true;
          if (attempt != null) {
            attempt.channel.shutdownNow();
          }
        });
  }

  private void beat() {
    if (closed) {
      return;
    }
    if (attempt == null) {
      attempt = new Attempt(connect.get());
      attempt.open();
    } else if (nanos.getAsLong() - attempt.heard > AttachKeys.SILENCE.toNanos()) {
      lost(attempt, "nothing was heard for " + AttachKeys.SILENCE.toSeconds() + " s");
    } else {
      attempt.present();
    }
  }

  private void lost(Attempt which, String why) {
    if (which != attempt) {
      return;
    }
    attempt = null;
    which.channel.shutdownNow();
    if (attached) {
      attached = false;
      listener.attached(false, why);
    }
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // The loops are shut down: nothing is held any more.
    }
  }

  private final class Attempt implements StreamObserver<Wanted> {

    private final ManagedChannel channel;
    private long heard = nanos.getAsLong();
    private StreamObserver<Presence> presence;

    Attempt(ManagedChannel channel) {
      this.channel = channel;
    }

    void open() {
      presence = AttachGrpc.newStub(channel).hold(this);
      present();
    }

    void present() {
      presence.onNext(
          Presence.newBuilder().setHolder(self.name()).addAllNodes(self.nodes().get()).build());
    }

    @Override
    public void onNext(Wanted wanted) {
      onLoop(
          () -> {
            heard = nanos.getAsLong();
            if (this == attempt && !attached) {
              attached = true;
              listener.attached(true, "");
            }
            if (!wanted.getConnection().isEmpty()) {
              carry(wanted.getConnection());
            }
          });
    }

    @Override
    public void onError(Throwable cause) {
      onLoop(() -> lost(this, Status.fromThrowable(cause).toString()));
    }

    @Override
    public void onCompleted() {
      onLoop(() -> lost(this, "the router ended it"));
    }

    private void carry(String connection) {
      new Bootstrap()
          .group(loop)
          .channel(NioSocketChannel.class)
          .option(ChannelOption.TCP_NODELAY, true)
          .option(ChannelOption.AUTO_READ, false)
          .handler(new ChannelInboundHandlerAdapter())
          .connect(self.server())
          .addListener(
              (ChannelFuture connected) -> {
                if (connected.isSuccess()) {
                  join(connected.channel(), connection);
                }
              });
    }

    private void join(Channel socket, String connection) {
      Metadata headers = new Metadata();
      headers.put(AttachKeys.CONNECTION, connection);
      AttachGrpc.newStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .carry(new Joined(socket));
    }
  }

  /** The holder's end of a connection. */
  private static final class Joined implements ClientResponseObserver<Segment, Segment> {

    private final Channel socket;
    private Conduit conduit;

    Joined(Channel socket) {
      this.socket = socket;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Segment> requests) {
      requests.disableAutoRequestWithInitial(Conduit.AHEAD);
      conduit = new Conduit(socket, requests);
    }

    @Override
    public void onNext(Segment segment) {
      conduit.onNext(segment);
    }

    @Override
    public void onError(Throwable cause) {
      conduit.onError(cause);
    }

    @Override
    public void onCompleted() {
      conduit.onCompleted();
    }
  }
}
