package dev.isthmus.agent.link;

import dev.isthmus.agent.experts.HomeCaller;
import dev.isthmus.agent.experts.HomeLoop;
import dev.isthmus.agent.serve.ServedRoles;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertsGrpc;
import dev.isthmus.protocol.v1.ExpertsReply;
import dev.isthmus.protocol.v1.ExpertsRequest;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reaches homes of experts: the one of this node without a network, others over gRPC. */
public final class GrpcExperts implements HomeCaller {

  private final AgentChannels channels;
  private final ServedRoles here;

  public GrpcExperts(AgentChannels channels, ServedRoles here) {
    this.channels = channels;
    this.here = here;
  }

  @Override
  public CompletableFuture<ExpertsReply> call(
      ExpertHome home, ExpertsRequest request, Duration most) {
    Optional<HomeLoop> local = here.expertHome(home.getRoleId());
    if (local.isPresent()) {
      return local.get().compute(request);
    }
    CompletableFuture<ExpertsReply> answer = new CompletableFuture<>();
    ExpertsGrpc.newStub(
            channels.to(home.getNode(), home.getSite(), home.getAddress(), home.getSiteAddress()))
        .withDeadlineAfter(most.toMillis(), TimeUnit.MILLISECONDS)
        .compute(request, new Answer(answer));
    return answer;
  }

  private record Answer(CompletableFuture<ExpertsReply> answer)
      implements StreamObserver<ExpertsReply> {

    @Override
    public void onNext(ExpertsReply reply) {
      answer.complete(reply);
    }

    @Override
    public void onError(Throwable cause) {
      answer.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      answer.completeExceptionally(new IllegalStateException("the home ended without an answer"));
    }
  }
}
