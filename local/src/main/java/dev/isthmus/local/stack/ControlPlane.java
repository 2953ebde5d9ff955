package dev.isthmus.local.stack;

import dev.isthmus.local.broker.BrokerListener;
import dev.isthmus.local.process.Backoff;
import dev.isthmus.local.process.Child;
import dev.isthmus.local.process.Ports;
import dev.isthmus.local.process.ProcessMark;
import dev.isthmus.local.process.Supervisor;
import dev.isthmus.local.stack.Topology.SitePart;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A broker and the operator over a folder, as processes, and nothing else: whoever speaks for nodes
 * and routers does so through the broker. {@link #close} ends both.
 */
public final class ControlPlane implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final String SITE = "control";
  private static final String HOST = "127.0.0.1:";

  private final Instance instance;
  private final InstanceLock lock;
  private final Supervisor supervisor;
  private final String bootstrap;
  private final int httpPort;

  private ControlPlane(
      Instance instance, InstanceLock lock, Supervisor supervisor, String bootstrap, int httpPort) {
    this.instance = instance;
    this.lock = lock;
    this.supervisor = supervisor;
    this.bootstrap = bootstrap;
    this.httpPort = httpPort;
  }

  /**
   * Starts both; does not wait until the operator decides.
   *
   * @param heapMebibytes of the operator
   * @throws StackException where something is in the way: another stack in the same folder, or
   *     nothing built
   */
  public static ControlPlane start(StackSettings settings, int heapMebibytes) {
    Instance instance = new Instance(settings.instance());
    PartSpecs.check(settings.home());
    InstanceLock lock = InstanceLock.take(instance);
    Ending.end(instance.parts().values(), Duration.ofSeconds(5)); // of one whose process died
    instance.clear();
    Ports ports = new Ports(new Random(settings.seed()));
    BrokerListener listener = BrokerListener.direct(ports.next());
    String bootstrap = HOST + listener.port();
    SitePart site = new SitePart(SITE, bootstrap, List.of(), List.of(), Map.of(), false, List.of());
    PartSpecs specs =
        new PartSpecs(
            settings,
            new Topology(SITE, SITE, List.of(site), ports.next(), List.of(listener), List.of()),
            instance,
            Map.of());
    ControlPlane plane =
        new ControlPlane(
            instance,
            lock,
            new Supervisor(Backoff.DEFAULT, settings.exits()),
            bootstrap,
            ports.next());
    try {
      instance.describe(
          new Instance.Description(
              ProcessMark.of(ProcessHandle.current()),
              "",
              Map.of(),
              bootstrap,
              settings.manifest().toString(),
              settings.wan().toString()));
      Child broker = plane.supervisor.start(specs.broker());
      Listening.await(listener.port(), broker, START, instance.log("broker"));
      plane.supervisor.start(specs.operator(heapMebibytes, plane.httpPort));
      return plane;
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  public Child operator() {
    return supervisor.child("operator");
  }

  /** The broker's address. */
  public String bootstrap() {
    return bootstrap;
  }

  /** The operator's health and metrics, without a path. */
  public URI operatorAddress() {
    return URI.create("http://" + HOST + httpPort);
  }

  public Instance instance() {
    return instance;
  }

  @Override
  public void close() {
    if (supervisor.names().contains("operator")) {
      supervisor.stop(List.of("operator"));
    }
    supervisor.close();
    instance.forget();
    lock.release();
  }
}
