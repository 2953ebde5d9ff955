package dev.isthmus.operator.start;

import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.operator.observe.BrokerWatch;
import dev.isthmus.operator.observe.ControlState;
import dev.isthmus.operator.observe.ControlTopics;
import dev.isthmus.operator.place.KafkaOutbox;
import dev.isthmus.operator.place.Rollout;
import dev.isthmus.operator.reconcile.ControlLoop;
import dev.isthmus.operator.reconcile.Reconciler;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.operator.source.folder.FolderSource;
import dev.isthmus.operator.start.OperatorSettings.Source;
import dev.isthmus.operator.trace.ChangeTraces;
import dev.isthmus.protocol.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/** Puts the parts together and starts them. */
@ApplicationScoped
class OperatorProcess {

  private static final Logger LOG = Logger.getLogger(OperatorProcess.class);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int FENCED = 3;

  private final ControlLoop loop;
  private final BrokerWatch watch;
  private final KafkaOutbox outbox;
  private final Admin admin;
  private final ControlChannels channels;
  private final Instance<ClusterConnection> clusters;
  private final SourceChoice choice;
  private final ScheduledExecutorService loopThread = thread("isthmus-control");
  private final ScheduledExecutorService brokerThread = thread("isthmus-broker");
  private volatile boolean ready;

  /**
   * @param clusters looked up only where the source is an API server
   */
  OperatorProcess(
      OperatorSettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      ControlChannels channels,
      Instance<ClusterConnection> clusters,
      MeterRegistry meters,
      ChangeTraces traces) {
    this.channels = channels;
    this.clusters = clusters;
    choice =
        SourceChoice.of(
            settings.source(),
            settings.folder().manifests().isPresent() && settings.folder().state().isPresent(),
            System.getenv(SourceChoice.IN_CLUSTER) != null);
    Topics topics = new Topics(settings.topicPrefix());
    KafkaClients clients = new KafkaClients(kafka);
    OperatorMeters counted = new OperatorMeters(meters);
    ResourceSource source =
        switch (choice.source()) {
          case FOLDER ->
              new FolderSource(
                  settings.folder().manifests().orElseThrow(),
                  new StateFolder(settings.folder().state().orElseThrow()),
                  Clock.systemUTC(),
                  () -> UUID.randomUUID().toString());
          case KUBERNETES -> clusters.get().source();
        };
    ControlState state = new ControlState(settings.heartbeatInterval(), counted::parked);
    admin = clients.admin();
    outbox =
        new KafkaOutbox(
            topics,
            state,
            () -> clients.producer(settings.topicPrefix() + "operator"),
            traces::assigned,
            counted::transaction,
            () -> Quarkus.asyncExit(FENCED));
    Reconciler reconciler =
        new Reconciler(
            source,
            state,
            outbox,
            new Rollout(settings.drainTimeout(), System::nanoTime),
            traces,
            Clock.systemUTC(),
            System::nanoTime);
    loop = new ControlLoop(source, state, reconciler, counted, loopThread, System::nanoTime);
    watch =
        new BrokerWatch(
            new ControlTopics(
                topics, settings.topicPartitions(), PATIENCE, admin, clients::consumer),
            loop::sites,
            channels::heartbeatPositions,
            report -> {
              counted.looked(report);
              loop.looked(report);
            });
  }

  void start(@Observes StartupEvent event) {
    LOG.infof("resources come from %s: %s", choice.source().words(), choice.why());
    channels.listen(loop::record);
    if (choice.source() == Source.KUBERNETES) {
      clusters.get().start(loop::changed, this::lead, () -> Quarkus.asyncExit(FENCED));
    } else {
      lead();
    }
    ready = true;
  }

  /** From here on this operator decides and writes. */
  private void lead() {
    loop.start();
    brokerThread.scheduleWithFixedDelay(watch, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether it leads, or could at once. */
  boolean isReady() {
    return ready && (choice.source() == Source.KUBERNETES || loop.isStarted());
  }

  void stop(@Observes ShutdownEvent event) {
    brokerThread.shutdownNow();
    loopThread.execute(outbox::close);
    loopThread.shutdown();
    if (choice.source() == Source.KUBERNETES) {
      clusters.get().stop(isSilent());
    }
    admin.close(Duration.ZERO);
  }

  /** Waits for the pass under way, whose writes would otherwise meet those of the next leader. */
  private boolean isSilent() {
    try {
      return loopThread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Records that come while this process ends are another operator's. */
  private static ScheduledExecutorService thread(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
