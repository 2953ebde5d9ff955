package dev.isthmus.router.worker;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A connection whose calls end when a test says so. */
final class HeldChannel extends ManagedChannel {

  private final Queue<ClientCall.Listener<?>> open = new ArrayDeque<>();

  int openCalls() {
    return open.size();
  }

  /** The oldest call ends. */
  void end(Status status) {
    open.remove().onClose(status, new Metadata());
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return new ClientCall<>() {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        open.add(listener);
      }

      @Override
      public void request(int messages) {}

      @Override
      public void cancel(String message, Throwable cause) {}

      @Override
      public void halfClose() {}

      @Override
      public void sendMessage(Q message) {}
    };
  }

  @Override
  public ConnectivityState getState(boolean connect) {
    return ConnectivityState.READY;
  }

  @Override
  public String authority() {
    return "held";
  }

  @Override
  public ManagedChannel shutdown() {
    return this;
  }

  @Override
  public ManagedChannel shutdownNow() {
    return this;
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
