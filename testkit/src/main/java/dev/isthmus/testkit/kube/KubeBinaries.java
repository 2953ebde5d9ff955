package dev.isthmus.testkit.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs of Kubernetes, etcd and Helm. {@code testkit/kube/build} makes them once for a user;
 * the first caller waits for it.
 */
public final class KubeBinaries {

  private final Path script;

  /**
   * @param script {@code testkit/kube/build}
   */
  public KubeBinaries(Path script) {
    this.script = script;
  }

  /** With the script found from the folder of any module of ours, where Maven runs tests. */
  public static KubeBinaries ofThisBuild() {
    return new KubeBinaries(Path.of("..", "testkit", "kube", "build"));
  }

  /**
   * A program.
   *
   * @param module the Go module that holds it: kubernetes, etcd, helm
   * @param name of the program
   * @throws IllegalStateException with one line that says what is missing
   */
  public Path find(String module, String name) {
    Path program = folder(module).resolve(name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          program + " is missing; KUBEBUILDER_ASSETS must name a folder that has " + name);
    }
    return program;
  }

  private Path folder(String module) {
    try {
      Process build =
          new ProcessBuilder(List.of(script.toAbsolutePath().normalize().toString(), module))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String printed = new String(build.getInputStream().readAllBytes()).strip();
      if (build.waitFor() != 0) {
        throw new IllegalStateException(
            script + " could not build " + module + "; what it says stands above");
      }
      return Path.of(printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + module + " was built", e);
    }
  }
}
