package dev.isthmus.agent.link;

import dev.isthmus.agent.stage.Link;
import dev.isthmus.agent.stage.LinkListener;
import dev.isthmus.agent.stage.StageDialer;
import dev.isthmus.protocol.v1.Collecting;
import dev.isthmus.protocol.v1.Hello;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StagePlace;
import dev.isthmus.protocol.v1.StageReply;
import dev.isthmus.protocol.v1.StagesGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** Reaches stages at other agents. */
public final class GrpcDialer implements StageDialer {

  private final AgentChannels channels;

  public GrpcDialer(AgentChannels channels) {
    this.channels = channels;
  }

  @Override
  public Link<StageFrame> pass(StagePlace to, Hello hello, LinkListener<StageReply> listener) {
    Link<StageFrame> link = StageStreams.opened(stub(to).pass(new Hearing<>(listener)));
    link.send(StageFrame.newBuilder().setHello(hello).build());
    return link;
  }

  @Override
  public Link<StageReply> collect(
      StagePlace from, Collecting collecting, LinkListener<StageFrame> listener) {
    Link<StageReply> link = StageStreams.opened(stub(from).collect(new Hearing<>(listener)));
    link.send(StageReply.newBuilder().setCollecting(collecting).build());
    return link;
  }

  private StagesGrpc.StagesStub stub(StagePlace place) {
    return StagesGrpc.newStub(
        channels.to(place.getNode(), place.getSite(), place.getAddress(), place.getSiteAddress()));
  }

  private record Hearing<F>(LinkListener<F> listener) implements StreamObserver<F> {

    @Override
    public void onNext(F frame) {
      listener.came(frame);
    }

    @Override
    public void onError(Throwable cause) {
      Status status = Status.fromThrowable(cause);
      String said = status.getDescription();
      listener.lost(said == null ? status.getCode().name() : said);
    }

    @Override
    public void onCompleted() {
      listener.lost("it ended the stream");
    }
  }
}
