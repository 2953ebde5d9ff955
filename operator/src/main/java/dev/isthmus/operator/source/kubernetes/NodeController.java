package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Nodes: made by the control loop; a person cordons or deletes them. */
@ControllerConfiguration(name = "isthmus-node", generationAwareEventProcessing = false)
@GradualRetry(
    maxAttempts = -1,
    initialInterval = 1_000,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(within = 1, maxReconciliations = 10)
@ApplicationScoped
public class NodeController implements Reconciler<InferenceNode> {

  private final Watched<InferenceNode, NodeStatus> watched;

  NodeController(ClusterSource source) {
    watched = source.watched(InferenceNode.class);
  }

  @Override
  public List<EventSource<?, InferenceNode>> prepareEventSources(
      EventSourceContext<InferenceNode> context) {
    return watched.eventSources(context);
  }

  @Override
  public UpdateControl<InferenceNode> reconcile(
      InferenceNode resource, Context<InferenceNode> context) {
    return watched.reconcile(resource);
  }
}
