package dev.isthmus.cli.doctor;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.stack.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;

/** What runs, or the port where it would. */
final class InstanceCheckup {

  private static final int API_PORT = 8080;
  private static final int PATIENCE_MILLIS = 3000;

  private final Instance instance;
  private final IntPredicate portIsFree;

  InstanceCheckup(Instance instance, IntPredicate portIsFree) {
    this.instance = instance;
    this.portIsFree = portIsFree;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Optional<Instance.Description> running = instance.running();
    if (running.isEmpty()) {
      findings.add(leftOver());
      findings.add(
          portIsFree.test(API_PORT)
              ? Finding.good("port", API_PORT + " is free")
              : Finding.warn(
                  "port",
                  API_PORT + " is used by another process",
                  "isthmus up --port " + (API_PORT + 1)));
      return findings;
    }
    findings.add(
        Finding.good(
            "fleet",
            "runs as pid " + running.get().supervisor().pid() + " at " + running.get().endpoint()));
    findings.add(broker(running.get().bootstrap()));
    new StateFolder(instance.state())
        .list(CollaborativeInferenceService.class)
        .forEach(service -> findings.add(service(service)));
    return findings;
  }

  private Finding leftOver() {
    Map<String, ProcessHandle> parts = instance.parts();
    return parts.isEmpty()
        ? Finding.good("fleet", "nothing runs")
        : Finding.bad(
            "fleet",
            "the supervisor is gone and these still run: " + String.join(", ", parts.keySet()),
            "isthmus down");
  }

  private Finding broker(String bootstrap) {
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    try (Admin admin = Admin.create(properties)) {
      DescribeClusterResult cluster = admin.describeCluster();
      String id = cluster.clusterId().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      int topics = admin.listTopics().names().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).size();
      return Finding.good(
          "broker", "answers at " + bootstrap + ", cluster " + id + ", " + topics + " topics");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return noBroker(bootstrap);
    } catch (ExecutionException | TimeoutException e) {
      return noBroker(bootstrap);
    }
  }

  private Finding noBroker(String bootstrap) {
    return Finding.bad(
        "broker",
        "does not answer at " + bootstrap + "; what is placed goes on serving",
        "it is started again by itself; its log: " + instance.log("broker"));
  }

  private static Finding service(CollaborativeInferenceService service) {
    String subject = "service " + service.getMetadata().getName();
    Optional<Condition> ready =
        Optional.ofNullable(service.getStatus()).flatMap(status -> status.condition("Ready"));
    String reason =
        ready.map(it -> it.reason() + ": " + it.message()).orElse("the operator has not seen it");
    return ready.filter(Condition::holds).isPresent()
        ? Finding.good(subject, "Ready")
        : Finding.bad(subject, reason, "isthmus status says more");
  }
}
