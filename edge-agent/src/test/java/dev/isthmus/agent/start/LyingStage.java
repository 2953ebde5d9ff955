package dev.isthmus.agent.start;

import com.google.protobuf.ByteString;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StageReply;
import dev.isthmus.protocol.v1.StageStep;
import dev.isthmus.protocol.v1.StageWindow;
import dev.isthmus.protocol.v1.StagesGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.UnaryOperator;

/** A stage of a chain in front of a real one: what that one sends on has values that are none. */
final class LyingStage extends StagesGrpc.StagesImplBase implements AutoCloseable {

  private final ManagedChannel honest;
  private final Server server;
  private volatile boolean lies;

  /**
   * @param port of the real one, on this machine
   */
  LyingStage(int port) throws IOException {
    honest = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** Whether it lies from now on; otherwise it hands on what it gets. */
  void lie(boolean now) {
    lies = now;
  }

  @Override
  public StreamObserver<StageFrame> pass(StreamObserver<StageReply> replies) {
    return through(
        frame -> frame, StagesGrpc.newStub(honest).pass(through(reply -> reply, replies)));
  }

  @Override
  public StreamObserver<StageReply> collect(StreamObserver<StageFrame> frames) {
    return through(reply -> reply, StagesGrpc.newStub(honest).collect(through(this::told, frames)));
  }

  private StageFrame told(StageFrame frame) {
    if (!lies || !frame.hasStep()) {
      return frame;
    }
    StageStep.Builder step = StageStep.newBuilder();
    for (StageWindow window : frame.getStep().getWindowsList()) {
      ByteBuffer states =
          ByteBuffer.wrap(window.getStates().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      states.putFloat(Float.BYTES, Float.NaN);
      step.addWindows(window.toBuilder().setStates(ByteString.copyFrom(states.array())));
    }
    return StageFrame.newBuilder().setStep(step).build();
  }

  private static <T> StreamObserver<T> through(UnaryOperator<T> change, StreamObserver<T> next) {
    return new StreamObserver<>() {
      @Override
      public void onNext(T value) {
        next.onNext(change.apply(value));
      }

      @Override
      public void onError(Throwable failure) {
        next.onError(failure);
      }

      @Override
      public void onCompleted() {
        next.onCompleted();
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
    honest.shutdownNow();
  }
}
