package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.operator.status.Stories.Story;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** Stories as Kubernetes Events. One that the API server does not take stands in the log alone. */
final class Events {

  private static final Logger LOG = Logger.getLogger(Events.class);
  private static final String TELLER = "isthmus-operator";

  /** Of resources without a namespace. */
  private static final String NOWHERE = "default";

  /** Longer ones are refused. */
  private static final int LONGEST = 1024;

  private final KubernetesClient client;
  private final Executor writers;
  private final Clock clock;

  Events(KubernetesClient client, Executor writers, Clock clock) {
    this.client = client;
    this.writers = writers;
    this.clock = clock;
  }

  void tell(HasMetadata about, Story story) {
    LOG.infof(
        "%s %s: %s: %s",
        about.getKind(), about.getMetadata().getName(), story.reason(), story.sentence());
    Event event = event(about, story, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    writers.execute(() -> write(event));
  }

  private void write(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      LOG.debugf("an event was not taken: %s", e.getMessage());
    }
  }

  private static Event event(HasMetadata about, Story story, Instant now) {
    String text = story.sentence();
    String namespace = Objects.requireNonNullElse(about.getMetadata().getNamespace(), NOWHERE);
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(about.getMetadata().getName() + ".")
        .withNamespace(namespace)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .endInvolvedObject()
        .withType(story.warning() ? "Warning" : "Normal")
        .withReason(story.reason().name())
        .withMessage(text.length() > LONGEST ? text.substring(0, LONGEST) : text)
        .withNewSource()
        .withComponent(TELLER)
        .endSource()
        .withReportingComponent(TELLER)
        .withFirstTimestamp(now.toString())
        .withLastTimestamp(now.toString())
        .withCount(1)
        .build();
  }
}
