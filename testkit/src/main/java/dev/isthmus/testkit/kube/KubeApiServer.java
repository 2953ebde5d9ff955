package dev.isthmus.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.crds.schema.CrdFiles;
import dev.isthmus.local.process.Backoff;
import dev.isthmus.local.process.Child;
import dev.isthmus.local.process.ChildSpec;
import dev.isthmus.local.process.Ports;
import dev.isthmus.local.process.Supervisor;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real kube-apiserver with its own etcd, on loopback, with RBAC, a token for each user and an
 * audit log. It can be killed and started again at the same address, with what it held.
 */
public final class KubeApiServer implements AutoCloseable {

  private static final Duration READY = Duration.ofMinutes(2);

  private final KubeFiles files;
  private final Path folder;
  private final int port;
  private final URI etcdApi;
  private final Supervisor processes;
  private final Child etcd;
  private final Child server;

  private KubeApiServer(KubeBinaries binaries, Path folder, List<KubeUser> users)
      throws IOException {
    this.folder = folder.toAbsolutePath();
    this.files = new KubeFiles(this.folder);
    files.write(users);
    Ports ports = new Ports(new SecureRandom());
    int etcdPort = ports.next();
    this.etcdApi = URI.create("http://127.0.0.1:" + etcdPort + "/v3/kv/");
    this.port = ports.next();
    List<String> etcdCommand = etcd(binaries.find("etcd", "etcd"), etcdPort, ports.next());
    List<String> serverCommand = server(binaries.find("kubernetes", "kube-apiserver"), etcdPort);
    this.processes = new Supervisor(Backoff.DEFAULT, exit -> {});
    this.etcd = processes.start(spec("etcd", etcdCommand));
    this.server = processes.start(spec("kube-apiserver", serverCommand));
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param folder for its files; must exist
   * @param users who may log in besides {@link KubeUser#ADMIN}
   */
  public static KubeApiServer start(KubeBinaries binaries, Path folder, KubeUser... users) {
    List<KubeUser> all = new ArrayList<>(List.of(KubeUser.ADMIN));
    all.addAll(Arrays.asList(users));
    try {
      KubeApiServer started = new KubeApiServer(binaries, folder, all);
      started.awaitReady();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the controllers of Kubernetes: garbage collection, StatefulSets, service accounts. */
  public void startControllers(KubeBinaries binaries) {
    Path kubeconfig = kubeconfig(KubeUser.ADMIN);
    processes.start(
        spec(
            "kube-controller-manager",
            List.of(
                binaries.find("kubernetes", "kube-controller-manager").toString(),
                "--kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--bind-address=127.0.0.1",
                "--secure-port=0",
                "--leader-elect=false",
                "--use-service-account-credentials=false",
                "--root-ca-file=" + files.certificate(),
                "--service-account-private-key-file=" + files.signingKey())));
  }

  /** Makes our definitions known and waits until it serves them. */
  public void define() {
    try (KubernetesClient client = client()) {
      for (var type : CrdFiles.RESOURCES) {
        client.resource(CrdFiles.read(type)).create();
      }
      for (var type : CrdFiles.RESOURCES) {
        client
            .resource(CrdFiles.read(type))
            .waitUntilCondition(
                KubeApiServer::isEstablished, READY.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition.getStatus() != null
        && definition.getStatus().getConditions() != null // at first
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  /** As this user; the caller closes it. */
  public KubernetesClient client(KubeUser user) {
    return access().client(user);
  }

  /** As one who may do everything; the caller closes it. */
  public KubernetesClient client() {
    return client(KubeUser.ADMIN);
  }

  /** Where its API is. */
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /** A file that kubectl and any other client takes. */
  public Path kubeconfig(KubeUser user) {
    return access().kubeconfig(user);
  }

  /** Who asked what: one JSON audit event a line. */
  public Path auditLog() {
    return files.auditLog();
  }

  /** Ends the API server as a power cut does; etcd goes on. */
  public void kill() {
    server.kill();
    server.awaitEnd(READY);
  }

  /** Brings it back, and waits until it is ready. */
  public void restart() {
    server.start();
    awaitReady();
  }

  /**
   * Compacts all that etcd keeps of the past. Who watches from a revision that the API server no
   * longer has in memory, as after {@link #kill}, has to read everything anew.
   */
  public void compact() {
    JsonNode put = etcd("put", "{\"key\": \"eA==\", \"value\": \"eA==\"}");
    String revision = put.at("/header/revision").asText();
    etcd("compaction", "{\"revision\": \"" + revision + "\", \"physical\": true}");
  }

  private JsonNode etcd(String call, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(etcdApi.resolve(call))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("etcd refuses " + call + ": " + answer.body());
      }
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    processes.close();
  }

  private List<String> etcd(Path program, int clients, int peers) {
    String peer = "http://127.0.0.1:" + peers;
    return List.of(
        program.toString(),
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=http://127.0.0.1:" + clients,
        "--advertise-client-urls=http://127.0.0.1:" + clients,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer,
        "--unsafe-no-fsync");
  }

  private List<String> server(Path program, int etcdPort) {
    return List.of(
        program.toString(),
        "--etcd-servers=http://127.0.0.1:" + etcdPort,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + files.certificates(),
        "--token-auth-file=" + files.tokens(),
        "--authorization-mode=Node,RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-signing-key-file=" + files.signingKey(),
        "--service-account-key-file=" + files.publicKey(),
        "--service-cluster-ip-range=10.96.0.0/16",
        "--audit-policy-file=" + files.auditPolicy(),
        "--audit-log-path=" + files.auditLog(),
        "--allow-privileged=true");
  }

  private ChildSpec spec(String name, List<String> command) {
    return new ChildSpec(
        name, command, Map.of(), folder.resolve(name + ".log"), folder.resolve(name + ".pid"));
  }

  private void awaitReady() {
    access().awaitReady(READY);
  }

  private KubeAccess access() {
    return new KubeAccess(url(), files.certificate(), folder);
  }
}
