package dev.isthmus.protocol.attach;

import com.google.protobuf.ByteString;
import dev.isthmus.protocol.v1.Segment;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * A socket and a stream that are one connection: what comes out of the one goes into the other, as
 * fast as the slower takes it. The end of one is the end of both.
 */
public final class Conduit extends ChannelInboundHandlerAdapter implements StreamObserver<Segment> {

  /** Segments that may be on their way into the socket. */
  public static final int AHEAD = 8;

  private final Channel socket;
  private final CallStreamObserver<Segment> stream;

  /** Only of the socket's event loop. */
  private boolean over;

  /**
   * Called before the stream starts, on the socket's event loop or once it has started.
   *
   * @param socket connected, with AUTO_READ off
   * @param stream asked for the first {@link #AHEAD} segments by the caller
   */
  public Conduit(Channel socket, CallStreamObserver<Segment> stream) {
    this.socket = socket;
    this.stream = stream;
    stream.setOnReadyHandler(() -> onLoop(this::readOn));
    // Not at once: a stream can be asked nothing before it has started.
    socket.eventLoop().execute(() -> socket.pipeline().addLast(this));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (socket.isActive()) {
      readOn();
    } else {
      end();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      while (!over && bytes.isReadable()) {
        byte[] part = new byte[Math.min(bytes.readableBytes(), AttachKeys.MAX_SEGMENT_BYTES)];
        bytes.readBytes(part);
        stream.onNext(Segment.newBuilder().setBytes(ByteString.copyFrom(part)).build());
      }
    } catch (IllegalStateException e) {
      end(); // the stream ended between the check and the write
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    readOn();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end();
  }

  @Override
  public void onNext(Segment segment) {
    socket
        .writeAndFlush(Unpooled.wrappedBuffer(segment.getBytes().asReadOnlyByteBuffer()))
        .addListener((ChannelFuture written) -> stream.request(1));
  }

  @Override
  public void onError(Throwable cause) {
    onLoop(this::end);
  }

  @Override
  public void onCompleted() {
    onLoop(this::end);
  }

  private void readOn() {
    if (!over && stream.isReady()) {
      socket.read();
    }
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    // What was written before goes out first.
    socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> socket.close());
    try {
      stream.onCompleted();
    } catch (IllegalStateException e) {
      // It was cancelled: then it needs no end.
    }
  }

  private void onLoop(Runnable task) {
    if (socket.eventLoop().inEventLoop()) {
      task.run();
    } else {
      socket.eventLoop().execute(task);
    }
  }
}
