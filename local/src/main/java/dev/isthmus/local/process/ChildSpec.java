package dev.isthmus.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to run.
 *
 * @param name unique in its instance
 * @param environment added to what is inherited; our own and Quarkus' variables are not inherited
 * @param log where its output is appended
 * @param pidFile where its {@link ProcessMark} stands while it lives
 */
public record ChildSpec(
    String name, List<String> command, Map<String, String> environment, Path log, Path pidFile) {

  public ChildSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
