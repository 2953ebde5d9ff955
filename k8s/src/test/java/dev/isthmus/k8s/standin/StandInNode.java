package dev.isthmus.k8s.standin;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Scheduler and kubelet of a cluster without containers: it takes every pod, runs our process in
 * its place, and says in its status how that is.
 */
final class StandInNode implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(StandInNode.class.getName());
  private static final long TURN_MILLIS = 200;

  private final KubernetesClient client;
  private final NodeLife life;
  private final ImageTree images;
  private final Path folder;
  private final PodAccess access;
  private final PodNames names;
  private final PodStatuses statuses;
  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<Service> services;
  private final Map<String, PodProcess> processes = new ConcurrentHashMap<>();
  private final Set<String> ending = ConcurrentHashMap.newKeySet();
  private final Set<String> ready = new TreeSet<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  StandInNode(
      KubernetesClient client, ImageTree images, Path folder, PodAccess access, Clock clock) {
    this.client = client;
    this.images = images;
    this.folder = folder;
    this.access = access;
    this.names = new PodNames(folder.resolve("names"));
    this.statuses = new PodStatuses(clock);
    this.life = new NodeLife(client, clock);
    this.pods = client.pods().inAnyNamespace().inform();
    this.services = client.services().inAnyNamespace().inform();
    thread.scheduleWithFixedDelay(this::turn, 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Where a Service leads, where a pod behind it is ready. */
  Optional<String> address(String namespace, String name) {
    Service service = client.services().inNamespace(namespace).withName(name).require();
    return pods.getStore().list().stream()
        .filter(pod -> PodNames.isBehind(pod, service) && PodStatuses.says(pod, true))
        .map(pod -> pod.getStatus().getPodIP())
        .findFirst();
  }

  private void turn() {
    try {
      List<Pod> all = pods.getStore().list();
      all.forEach(this::attend);
      names.write(services.getStore().list(), all, running(), ready);
      life.beat();
    } catch (IOException | RuntimeException e) {
      if (!thread.isShutdown()) {
        LOG.log(System.Logger.Level.WARNING, "a turn failed and is tried again", e);
      }
    }
  }

  private Map<String, String> running() {
    Map<String, String> running = new HashMap<>();
    processes.forEach((uid, process) -> running.put(uid, process.address()));
    return running;
  }

  private void attend(Pod pod) {
    String uid = pod.getMetadata().getUid();
    try {
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        end(pod);
      } else if (pod.getSpec().getNodeName() == null) {
        life.bind(pod);
      } else if (processes.containsKey(uid)) {
        report(pod, processes.get(uid));
      } else {
        processes.put(uid, start(pod));
      }
    } catch (KubernetesClientException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", pod.getMetadata().getName(), e.getMessage());
    }
  }

  private PodProcess start(Pod pod) {
    String address = addresses.of(pod);
    try {
      Path own =
          Files.createDirectories(
              folder.resolve(
                  "%s.%s"
                      .formatted(
                          pod.getMetadata().getName(),
                          pod.getMetadata().getUid().substring(0, 8))));
      Map<String, String> further = new HashMap<>(access.variables(pod, own));
      further.put("JDK_JAVA_OPTIONS", names.javaOptions());
      further.put("QUARKUS_GRPC_SERVER_HOST", address);
      further.put("PATH", own.toString()); // an image has Java and no other program
      return new PodProcess(new PodVariables(client, pod, address), images, own, further);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(Pod pod, PodProcess process) {
    boolean now = process.isReady();
    if (now) {
      ready.add(pod.getMetadata().getUid());
    } else {
      ready.remove(pod.getMetadata().getUid());
    }
    if (!PodStatuses.says(pod, now)) {
      client.resource(statuses.running(pod, process.address(), now)).updateStatus();
    }
  }

  /** A Service leads to it no more, then it is asked to end, then it is gone. */
  private void end(Pod pod) {
    String uid = pod.getMetadata().getUid();
    ready.remove(uid);
    if (ending.add(uid)) {
      CompletableFuture.runAsync(
              () -> {
                Optional.ofNullable(processes.get(uid)).ifPresent(PodProcess::end);
                processes.remove(uid);
                client.resource(pod).withGracePeriod(0).delete();
              })
          .whenComplete(
              (gone, failure) -> {
                if (failure != null) {
                  ending.remove(uid); // the next turn asks again
                }
              });
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    pods.close();
    services.close();
    processes.values().forEach(PodProcess::end);
  }
}
