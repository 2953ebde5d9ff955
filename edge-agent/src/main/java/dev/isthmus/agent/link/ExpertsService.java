package dev.isthmus.agent.link;

import dev.isthmus.agent.experts.ExpertsRefusedException;
import dev.isthmus.agent.experts.ExpertsRefusedException.Reason;
import dev.isthmus.agent.experts.HomeLoop;
import dev.isthmus.agent.serve.ServedRoles;
import dev.isthmus.protocol.v1.ExpertsGrpc;
import dev.isthmus.protocol.v1.ExpertsReply;
import dev.isthmus.protocol.v1.ExpertsRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** The Experts service of experts.proto. Its calls return at once; homes work on their threads. */
public final class ExpertsService extends ExpertsGrpc.ExpertsImplBase {

  private static final Set<Reason> OUT_OF_STEP =
      Set.of(Reason.WrongPlan, Reason.WrongModel, Reason.WrongPrecision, Reason.MissingExperts);

  private final ServedRoles roles;

  public ExpertsService(ServedRoles roles) {
    this.roles = roles;
  }

  @Override
  public void compute(ExpertsRequest request, StreamObserver<ExpertsReply> out) {
    Optional<HomeLoop> home = roles.expertHome(request.getRoleId());
    if (home.isEmpty()) {
      out.onError(
          Status.NOT_FOUND
              .withDescription("experts of role \"" + request.getRoleId() + "\" do not run here")
              .asRuntimeException());
      return;
    }
    home.get()
        .compute(request)
        .whenComplete(
            (reply, cause) -> {
              if (cause == null) {
                out.onNext(reply);
                out.onCompleted();
              } else {
                out.onError(status(cause).asRuntimeException());
              }
            });
  }

  private static Status status(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ExpertsRefusedException refused) {
      return (OUT_OF_STEP.contains(refused.reason())
              ? Status.FAILED_PRECONDITION
              : Status.INVALID_ARGUMENT)
          .withDescription(refused.getMessage());
    }
    return Status.INTERNAL.withDescription("the experts failed: " + cause);
  }
}
