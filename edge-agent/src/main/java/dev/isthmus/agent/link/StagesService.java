package dev.isthmus.agent.link;

import dev.isthmus.agent.serve.ServedRoles;
import dev.isthmus.agent.stage.Link;
import dev.isthmus.agent.stage.StageLoop;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StageReply;
import dev.isthmus.protocol.v1.StagesGrpc;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The Stages service of stages.proto. Its calls return at once; stages work on their threads. */
public final class StagesService extends StagesGrpc.StagesImplBase {

  private final ServedRoles roles;

  public StagesService(ServedRoles roles) {
    this.roles = roles;
  }

  @Override
  public StreamObserver<StageFrame> pass(StreamObserver<StageReply> out) {
    return new Inbound<StageFrame, StageReply>(
        out,
        frame -> frame.hasHello() ? Optional.of(frame.getHello().getRoleId()) : Optional.empty(),
        (stage, link) -> first -> stage.hello(first.getHello(), link),
        (stage, link) -> frame -> stage.frame(link, frame));
  }

  @Override
  public StreamObserver<StageReply> collect(StreamObserver<StageFrame> out) {
    return new Inbound<StageReply, StageFrame>(
        out,
        reply ->
            reply.hasCollecting()
                ? Optional.of(reply.getCollecting().getRoleId())
                : Optional.empty(),
        (stage, link) -> first -> stage.collect(first.getCollecting(), link),
        (stage, link) -> reply -> stage.reply(link, reply));
  }

  /** A stream whose first message names the stage that all others are for. */
  private final class Inbound<I, O> implements StreamObserver<I> {

    private final StreamObserver<O> out;
    private final Link<O> link;
    private final Function<I, Optional<String>> roleId;
    private final BiFunction<StageLoop, Link<O>, Consumer<I>> open;
    private final BiFunction<StageLoop, Link<O>, Consumer<I>> take;
    private StageLoop stage;

    Inbound(
        StreamObserver<O> out,
        Function<I, Optional<String>> roleId,
        BiFunction<StageLoop, Link<O>, Consumer<I>> open,
        BiFunction<StageLoop, Link<O>, Consumer<I>> take) {
      this.out = out;
      this.link = StageStreams.served(out);
      this.roleId = roleId;
      this.open = open;
      this.take = take;
      ((ServerCallStreamObserver<O>) out)
          .setOnCancelHandler(() -> gone("its stream was cancelled"));
    }

    @Override
    public void onNext(I message) {
      if (stage != null) {
        take.apply(stage, link).accept(message);
        return;
      }
      Optional<String> id = roleId.apply(message);
      Optional<StageLoop> found = id.flatMap(roles::stage);
      if (found.isEmpty()) {
        out.onError(
            Status.UNAVAILABLE
                .withDescription(
                    "NotAssigned: no stage " + id.orElse("was named") + " is ready here")
                .asRuntimeException());
        return;
      }
      stage = found.get();
      open.apply(stage, link).accept(message);
    }

    @Override
    public void onError(Throwable cause) {
      gone(Status.fromThrowable(cause).toString());
    }

    @Override
    public void onCompleted() {
      gone("its stream ended");
    }

    private void gone(String why) {
      if (stage != null) {
        stage.gone(link, why);
      }
    }
  }
}
