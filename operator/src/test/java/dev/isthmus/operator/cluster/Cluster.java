package dev.isthmus.operator.cluster;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.fleet.OperatorRun;
import dev.isthmus.testkit.kube.KubeApiServer;
import dev.isthmus.testkit.kube.KubeBinaries;
import dev.isthmus.testkit.kube.KubeUser;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real API server with our definitions, as a person and an operator use it. */
public final class Cluster implements AutoCloseable {

  /** The operator's service account, with no more rights than its shipped roles. */
  static final KubeUser OPERATOR = KubeUser.serviceAccount("default", "isthmus-operator");

  private final Path root;
  private final KubeApiServer server;
  private final KubernetesClient client;

  public Cluster(Path root) {
    this.root = root;
    server = KubeApiServer.start(KubeBinaries.ofThisBuild(), root, OPERATOR);
    client = server.client();
    Rights.roles("default").forEach(role -> client.resource(role).create());
    server.define();
  }

  public KubeApiServer server() {
    return server;
  }

  public KubernetesClient client() {
    return client;
  }

  /** The operator as it is shipped, with this cluster as its source. */
  public OperatorRun operator(String bootstrap) {
    return operator(bootstrap, root);
  }

  /**
   * @param logs a folder of its own, where several run
   */
  public OperatorRun operator(String bootstrap, Path logs) {
    return OperatorRun.cluster(logs, bootstrap, server.kubeconfig(OPERATOR));
  }

  /** As {@code kubectl apply --server-side} does. */
  public void apply(Path manifest) {
    try (InputStream in = Files.newInputStream(manifest)) {
      client
          .load(in)
          .items()
          .forEach(
              item ->
                  client
                      .resource(item)
                      .fieldValidation(FieldValidateable.Validation.STRICT)
                      .forceConflicts()
                      .serverSideApply());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public InferenceNode node(String name) {
    return client().resources(InferenceNode.class).withName(name).get();
  }

  public CollaborativeInferenceService service(String name) {
    return client
        .resources(CollaborativeInferenceService.class)
        .inNamespace("default")
        .withName(name)
        .get();
  }

  public Optional<Condition> condition(String service, String type) {
    return Optional.ofNullable(service(service))
        .map(CollaborativeInferenceService::getStatus)
        .flatMap(status -> status.condition(type));
  }

  /** True only of the generation that is there now, as {@code kubectl wait} has it. */
  public boolean holds(String service, String type) {
    CollaborativeInferenceService found = service(service);
    return found != null
        && found.getStatus() != null
        && found
            .getStatus()
            .condition(type)
            .filter(Condition::holds)
            .filter(it -> it.observedGeneration().equals(found.getMetadata().getGeneration()))
            .isPresent();
  }

  public Deployment router(String name) {
    return client.apps().deployments().inNamespace("default").withName(name).get();
  }

  /** What was told of a resource of namespace default: type, reason and message. */
  public List<String> events(String name) {
    return client.v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .map(event -> event.getType() + " " + event.getReason() + " " + event.getMessage())
        .toList();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
