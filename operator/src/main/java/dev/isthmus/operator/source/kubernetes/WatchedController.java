package dev.isthmus.operator.source.kubernetes;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/**
 * What every kind's controller does: it tells the control loop that something changed, and writes
 * the status that the loop wants. Name, retries and dependents stand at each kind's own class,
 * where the SDK looks for them.
 */
abstract class WatchedController<R extends CustomResource<?, S>, S> implements Reconciler<R> {

  private final Watched<R, S> watched;

  WatchedController(Watched<R, S> watched) {
    this.watched = watched;
  }

  @Override
  public List<EventSource<?, R>> prepareEventSources(EventSourceContext<R> context) {
    return watched.eventSources(context);
  }

  @Override
  public UpdateControl<R> reconcile(R resource, Context<R> context) {
    return watched.reconcile(resource);
  }
}
