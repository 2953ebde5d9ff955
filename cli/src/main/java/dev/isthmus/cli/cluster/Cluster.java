package dev.isthmus.cli.cluster;

import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.site.Site;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * A cluster with our definitions.
 *
 * @param context of the kubeconfig
 * @param server its address
 */
public record Cluster(String context, String server, KubernetesClient client)
    implements AutoCloseable {

  static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          Site.class,
          InferenceNode.class,
          ModelPackage.class,
          CollaborativeInferenceService.class,
          PlacementPlan.class);

  /**
   * Writes every resource of ours, of all namespaces, as it is now.
   *
   * @param into an empty state folder
   * @throws CliException where the cluster does not answer, forbids it, or lacks the definitions
   */
  public void copy(StateFolder into) {
    for (Class<? extends HasMetadata> kind : KINDS) {
      list(kind).forEach(into::write);
    }
  }

  <R extends HasMetadata> List<R> list(Class<R> kind) {
    try {
      return client.resources(kind).inAnyNamespace().list().getItems();
    } catch (KubernetesClientException e) {
      throw refusal(kind, e);
    }
  }

  /** What to tell a person where resources of a kind could not be read. */
  CliException refusal(Class<? extends HasMetadata> kind, KubernetesClientException failure) {
    return new CliException(why(HasMetadata.getFullResourceName(kind), failure), failure);
  }

  /** A line for a person: what went wrong with a resource, and what to do. */
  String why(HasMetadata resource, KubernetesClientException failure) {
    String name = resource.getMetadata() == null ? "" : resource.getMetadata().getName();
    return why(resource.getKind() + " " + name, failure);
  }

  private String why(String what, KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "cluster %s does not know %s; install the definitions: kubectl apply --server-side -f k8s/crds"
              .formatted(context, what);
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "cluster %s forbids it: %s; ask for that right".formatted(context, message(failure));
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "cluster %s does not accept the kubeconfig's credentials; log in again"
              .formatted(context);
      case 422, HttpURLConnection.HTTP_BAD_REQUEST ->
          "cluster %s refuses %s: %s".formatted(context, what, message(failure));
      default ->
          "cluster %s at %s does not answer: %s"
              .formatted(context, server, root(failure).getMessage());
    };
  }

  private static String message(KubernetesClientException failure) {
    return failure.getStatus() == null || failure.getStatus().getMessage() == null
        ? failure.getMessage()
        : failure.getStatus().getMessage();
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Override
  public void close() {
    client.close();
  }
}
