package dev.isthmus.operator.source.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Objects of the operator's own on their way to the API server, or out of it. The control loop
 * never waits for them; what fails is tried again for as long as it is wanted.
 */
final class OwnObjects {

  private static final Logger LOG = Logger.getLogger(OwnObjects.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final ScheduledExecutorService threads;
  private final Runnable changed;
  private final Map<Key, HasMetadata> coming = new ConcurrentHashMap<>();
  private final Set<String> going = ConcurrentHashMap.newKeySet();

  private record Key(Class<?> type, String namespace, String name) {
    static Key of(HasMetadata object) {
      return new Key(
          object.getClass(), object.getMetadata().getNamespace(), object.getMetadata().getName());
    }
  }

  /**
   * @param changed told when the API server took an object
   */
  OwnObjects(KubernetesClient client, ScheduledExecutorService threads, Runnable changed) {
    this.client = client;
    this.threads = threads;
    this.changed = changed;
  }

  boolean make(HasMetadata own) {
    if (coming.putIfAbsent(Key.of(own), own) != null) {
      return false;
    }
    threads.execute(() -> create(own, FIRST_PAUSE));
    return true;
  }

  private void create(HasMetadata own, Duration pause) {
    if (!coming.containsKey(Key.of(own))) {
      return;
    }
    try {
      client.resource(own).create();
      changed.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warnf("%s cannot be made: %s", name(own), e.getMessage());
        later(() -> create(own, longer(pause)), pause);
      }
    }
  }

  void remove(HasMetadata own) {
    coming.remove(Key.of(own));
    String uid = own.getMetadata().getUid();
    if (uid != null && going.add(uid)) {
      threads.execute(() -> delete(own, FIRST_PAUSE));
    }
  }

  private void delete(HasMetadata own, Duration pause) {
    try {
      client.resource(own).delete();
    } catch (KubernetesClientException e) {
      LOG.warnf("%s cannot be removed: %s", name(own), e.getMessage());
      later(() -> delete(own, longer(pause)), pause);
    }
  }

  private void later(Runnable work, Duration pause) {
    if (!threads.isShutdown()) {
      threads.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private static String name(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  /** Forgets what the caches show to have come or gone. */
  void settle(Predicate<HasMetadata> isThere, Set<String> uids) {
    coming.values().removeIf(isThere);
    going.retainAll(uids);
  }

  /** Those that the API server does not have yet. */
  Collection<HasMetadata> coming() {
    return coming.values();
  }

  boolean isGoing(HasMetadata own) {
    return going.contains(own.getMetadata().getUid());
  }
}
