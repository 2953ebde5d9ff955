package dev.isthmus.agent.start;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this process starts another one of its own kind. */
final class ChildJvm {

  private ChildJvm() {}

  static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx512m");
    String classPath = System.getProperty("java.class.path");
    if (classPath.endsWith("quarkus-run.jar")) {
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, AgentMain.class.getName()));
    }
    command.addAll(arguments);
    return command;
  }
}
