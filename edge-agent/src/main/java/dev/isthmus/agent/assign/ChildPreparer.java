package dev.isthmus.agent.assign;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/**
 * Prepares weights in a child process, so that what preparing takes in memory is gone when it is
 * done and never adds to what serving takes. The child's input stays open as long as this process
 * lives; at its end the child ends too.
 */
public final class ChildPreparer implements Preparer {

  /** Begins a line that says how far the child is, in percent. */
  static final String PERCENT = "percent ";

  /** Begins a line that says in words what is done. */
  static final String PHASE = "phase ";

  /** The line that says that weights are there and are compared with their source. */
  static final String COMPARING = "comparing";

  /** Begins a line that says why the child refused the model: a reason, a space, a message. */
  static final String REFUSED = "refused ";

  private static final int LINES_KEPT = 5;

  private final List<String> command;

  /**
   * @param command starts the child; the free bytes and the role in Base64 are added
   */
  public ChildPreparer(List<String> command) {
    this.command = List.copyOf(command);
  }

  @Override
  public void prepare(RoleAssignment role, long freeBytes, Consumer<String> phase) {
    List<String> line = new ArrayList<>(command);
    line.add(Long.toString(freeBytes));
    line.add(Base64.getEncoder().encodeToString(role.toByteArray()));
    try {
      Process child = new ProcessBuilder(line).redirectErrorStream(true).start();
      try {
        await(child, phase);
      } finally {
        child.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the preparing process cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while weights were prepared", e);
    }
  }

  private static void await(Process child, Consumer<String> phase)
      throws IOException, InterruptedException {
    List<String> said = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(PERCENT)) {
          phase.accept("Preparing weights " + line.substring(PERCENT.length()).strip() + " %");
        } else if (line.startsWith(PHASE)) {
          phase.accept(line.substring(PHASE.length()));
        } else if (line.equals(COMPARING)) {
          phase.accept("Comparing with the source");
        } else if (line.startsWith(REFUSED)) {
          throw refusal(line.substring(REFUSED.length()));
        } else if (said.size() < LINES_KEPT) {
          said.add(line);
        }
      }
    }
    int code = child.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "preparing weights failed with code " + code + ": " + String.join(" / ", said));
    }
  }

  private static ModelRefusedException refusal(String text) {
    int space = text.indexOf(' ');
    return new ModelRefusedException(
        Reason.valueOf(text.substring(0, space)), text.substring(space + 1));
  }
}
