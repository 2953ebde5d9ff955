package dev.isthmus.router.rounds;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What a gRPC channel is to a site that is reached over Kafka. */
final class RoundsChannel extends ManagedChannel {

  private final OutgoingCalls calls;
  private final String site;
  private final Set<RoundsCall<?, ?>> made = ConcurrentHashMap.newKeySet();
  private volatile boolean shut;

  RoundsChannel(OutgoingCalls calls, String site) {
    this.calls = calls;
    this.site = site;
  }

  @Override
  public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
    RoundsCall<Q, R> call =
        new RoundsCall<>(calls, calls.newId(), site, method, options, made::remove);
    made.add(call);
    return call;
  }

  @Override
  public String authority() {
    return "kafka:" + site;
  }

  @Override
  public ConnectivityState getState(boolean connect) {
    return shut ? ConnectivityState.SHUTDOWN : ConnectivityState.READY;
  }

  @Override
  public ManagedChannel shutdown() {
    return shutdownNow();
  }

  @Override
  public ManagedChannel shutdownNow() {
    shut = true;
    made.forEach(
        call -> call.abort(Status.UNAVAILABLE.withDescription("the way over Kafka was given up")));
    return this;
  }

  @Override
  public boolean isShutdown() {
    return shut;
  }

  @Override
  public boolean isTerminated() {
    return shut && made.isEmpty();
  }

  @Override
  public boolean awaitTermination(long time, TimeUnit unit) {
    return isTerminated();
  }
}
