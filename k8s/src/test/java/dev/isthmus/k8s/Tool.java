package dev.isthmus.k8s;

import dev.isthmus.testkit.kube.KubeBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A command line program, as a person uses it.
 *
 * @param start the program and its first arguments
 */
record Tool(List<String> start) {

  /** The repository's k8s folder. */
  static final Path K8S = Path.of("").toAbsolutePath();

  /** How a command ended. */
  record Result(int code, String out, String err) {}

  /** Helm, which talks to no cluster. */
  static Tool helm() {
    return new Tool(List.of(KubeBinaries.ofThisBuild().find("helm", "helm").toString()));
  }

  static Tool kubectl() {
    return new Tool(List.of(KubeBinaries.ofThisBuild().find("kubernetes", "kubectl").toString()));
  }

  Tool at(Path kubeconfig) {
    List<String> more = new ArrayList<>(start);
    more.add("--kubeconfig=" + kubeconfig);
    return new Tool(more);
  }

  /** Its output; fails with what it said where it does not end with 0. */
  String run(String... arguments) {
    Result result = attempt(arguments);
    if (result.code() != 0) {
      throw new AssertionError(
          "%s %s ended with %d: %s%s"
              .formatted(start, List.of(arguments), result.code(), result.out(), result.err()));
    }
    return result.out();
  }

  Result attempt(String... arguments) {
    List<String> command = new ArrayList<>(start);
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
      String out = read(process.getInputStream());
      return new Result(process.waitFor(), out, err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String read(java.io.InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
