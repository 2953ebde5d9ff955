package dev.isthmus.router.attach;

import dev.isthmus.protocol.attach.AttachKeys;
import dev.isthmus.protocol.attach.Conduit;
import dev.isthmus.protocol.v1.AttachGrpc;
import dev.isthmus.protocol.v1.Presence;
import dev.isthmus.protocol.v1.Segment;
import dev.isthmus.protocol.v1.Wanted;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.function.Function;

/** The Attach service of attach.proto. */
public final class AttachService extends AttachGrpc.AttachImplBase {

  private static final Context.Key<String> CONNECTION = Context.key("isthmus-connection");

  private final Function<ServerCallStreamObserver<Wanted>, Holding> holdings;
  private final Waiting waiting;

  AttachService(Function<ServerCallStreamObserver<Wanted>, Holding> holdings, Waiting waiting) {
    this.holdings = holdings;
    this.waiting = waiting;
  }

  /** What a server is given: a Carry's connection stands in its metadata. */
  public ServerServiceDefinition definition() {
    return ServerInterceptors.intercept(this, new ConnectionNames());
  }

  @Override
  public StreamObserver<Presence> hold(StreamObserver<Wanted> out) {
    return holdings.apply((ServerCallStreamObserver<Wanted>) out);
  }

  @Override
  public StreamObserver<Segment> carry(StreamObserver<Segment> out) {
    String connection = CONNECTION.get();
    Optional<Channel> socket = connection == null ? Optional.empty() : waiting.take(connection);
    if (socket.isEmpty()) {
      out.onError(
          Status.NOT_FOUND
              .withDescription("no connection of this name is waited for (isthmus-connection)")
              .asRuntimeException());
      return new Nobody();
    }
    ServerCallStreamObserver<Segment> stream = (ServerCallStreamObserver<Segment>) out;
    stream.disableAutoRequest();
    Conduit conduit = new Conduit(socket.get(), stream);
    stream.setOnCancelHandler(conduit::onCompleted);
    stream.request(Conduit.AHEAD);
    return conduit;
  }

  private static final class ConnectionNames implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      Context named = Context.current().withValue(CONNECTION, headers.get(AttachKeys.CONNECTION));
      return Contexts.interceptCall(named, call, headers, next);
    }
  }

  /** Hears the rest of a stream that was refused. */
  private static final class Nobody implements StreamObserver<Segment> {

    @Override
    public void onNext(Segment segment) {}

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {}
  }
}
