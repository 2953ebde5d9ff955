package dev.isthmus.agent.experts;

import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertsReply;
import dev.isthmus.protocol.v1.ExpertsRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Reaches homes of experts. */
public interface HomeCaller {

  /** Returns at once; fails where the home refuses, is gone, or does not answer in time. */
  CompletableFuture<ExpertsReply> call(ExpertHome home, ExpertsRequest request, Duration most);
}
