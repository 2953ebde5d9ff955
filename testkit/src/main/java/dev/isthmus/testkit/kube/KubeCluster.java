package dev.isthmus.testkit.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real Kubernetes cluster of one node (kubelet, containerd, kube-proxy, CoreDNS) in namespaces of
 * its own, without a way out. When it is closed, or this process ends in whatever way, nothing of
 * it is left. Services and pods are reached from here at their own addresses.
 */
public final class KubeCluster implements AutoCloseable {

  private static final Path SCRIPTS = Path.of("..", "testkit", "kube", "cluster");

  /** Where containerd keeps images whose names say no registry. */
  private static final String DOCKER = "docker.io/library/";

  private static final Duration READY = Duration.ofMinutes(10); // programs may have to be built
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final Path folder;
  private final Process process;
  private KubeAccess access;

  private KubeCluster(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** What this machine lacks for it, in one line; empty where it can run. */
  public static Optional<String> obstacle() {
    try {
      Process check =
          new ProcessBuilder(script("start"), "--check").redirectErrorStream(true).start();
      String said = new String(check.getInputStream().readAllBytes()).strip();
      return check.waitFor() == 0 ? Optional.empty() : Optional.of(said);
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Starts one and waits until its node takes pods.
   *
   * @param folder for its files; must exist
   */
  public static KubeCluster start(Path folder) {
    Path at = folder.toAbsolutePath();
    try {
      KubeFiles files = new KubeFiles(at);
      files.write(List.of(KubeUser.ADMIN));
      Files.writeString(at.resolve("admin.token"), KubeUser.ADMIN.token());
      Process process =
          new ProcessBuilder(script("start"), at.toString())
              .redirectErrorStream(true)
              .redirectOutput(at.resolve("cluster.log").toFile())
              .start();
      KubeCluster cluster = new KubeCluster(at, process);
      cluster.awaitFile("ready");
      String url = Files.readString(at.resolve("address")).strip();
      cluster.access = new KubeAccess(url, files.certificate(), at);
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As one who may do everything; the caller closes it. */
  public KubernetesClient client() {
    return access.client(KubeUser.ADMIN);
  }

  /** A file that kubectl, Helm and any other client takes. */
  public Path kubeconfig() {
    return access.kubeconfig(KubeUser.ADMIN);
  }

  /** Where pods reach this machine, and nothing else of the world. */
  public String host() {
    try {
      return Files.readString(folder.resolve("host")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the node an image, for pods with {@code imagePullPolicy: Never}. */
  public void load(Path imageTar) {
    ctr("images", "import", imageTar.toAbsolutePath().toString());
  }

  /**
   * Gives an image of the node a second name.
   *
   * @param image as name:tag
   */
  public void tag(String image, String second) {
    ctr("images", "tag", DOCKER + image, DOCKER + second);
  }

  private void ctr(String... arguments) {
    List<String> command = new ArrayList<>(List.of(script("ctr"), folder.toString()));
    command.addAll(List.of(arguments));
    run(command);
  }

  /** A program of Debian that nodes are made with, such as mmdebstrap. */
  public static Path debian(String program) {
    return Path.of(run(List.of(script("debian"))).strip()).resolve("usr/bin").resolve(program);
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void awaitFile(String name) throws IOException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (!Files.exists(folder.resolve(name))) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new IllegalStateException(
            "the cluster did not start: "
                + Files.readString(folder.resolve("cluster.log")).strip()
                + " (logs in "
                + folder
                + ")");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static String script(String name) {
    return SCRIPTS.resolve(name).toAbsolutePath().normalize().toString();
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
