package dev.isthmus.k8s;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Helm chart. */
final class Chart {

  static final Path FOLDER = Tool.K8S.resolve(Path.of("helm", "isthmus"));
  static final String NAMESPACE = "isthmus-system";
  private static final String VERSION = "--kube-version=1.36.3";

  private Chart() {}

  static String template(String... settings) {
    return Tool.helm().run(arguments(settings));
  }

  /** What Helm says to values that are wrong. */
  static String refusal(String... settings) {
    Tool.Result result = Tool.helm().attempt(arguments(settings));
    if (result.code() == 0) {
      throw new AssertionError(List.of(settings) + " was accepted");
    }
    return result.err();
  }

  private static String[] arguments(String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of("template", "isthmus", FOLDER.toString(), "-n", NAMESPACE, VERSION));
    for (String setting : settings) {
      arguments.add("--set=" + setting);
    }
    return arguments.toArray(String[]::new);
  }
}
