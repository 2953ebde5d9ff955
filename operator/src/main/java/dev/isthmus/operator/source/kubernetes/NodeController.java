package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeStatus;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;

/** Nodes: made by the control loop; a person cordons or deletes them. */
@ControllerConfiguration(name = "isthmus-node", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = -1,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(within = 1, maxReconciliations = 10)
@Singleton
public class NodeController extends WatchedController<InferenceNode, NodeStatus> {

  NodeController(ClusterSource source) {
    super(source.watched(InferenceNode.class));
  }
}
