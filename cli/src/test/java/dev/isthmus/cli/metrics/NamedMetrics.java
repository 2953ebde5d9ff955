package dev.isthmus.cli.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the dashboards and alerts that we ship ask Prometheus for. */
public final class NamedMetrics {

  /** Every metric of ours and of the JVM has a word, an underscore and more words. */
  private static final Pattern NAME = Pattern.compile("[a-z]+(?:_[a-z0-9]+)+");

  /** Texts, selectors, groupings and variables, which name no metrics. */
  private static final Pattern BESIDE =
      Pattern.compile("\\{[^}]*}|\"[^\"]*\"|\\$[a-zA-Z_]+|\\b(?:by|without|on)\\s*\\([^)]*\\)");

  private static final Pattern LABELS_OF = Pattern.compile("label_values\\(([a-z0-9_]+),.*");

  private NamedMetrics() {}

  /** Metric to the file that first names it. */
  public static Map<String, String> in(Path... folders) throws IOException {
    Map<String, String> named = new TreeMap<>();
    ObjectMapper reader = new ObjectMapper(new YAMLFactory()); // JSON is YAML
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          JsonNode document = reader.readTree(file.toFile());
          for (JsonNode query : document.findValues("expr")) {
            names(query.asText()).forEach(name -> named.putIfAbsent(name, file.toString()));
          }
          for (JsonNode variable : document.findValues("definition")) {
            Matcher labels = LABELS_OF.matcher(variable.asText());
            if (labels.matches()) {
              named.putIfAbsent(labels.group(1), file.toString());
            }
          }
        }
      }
    }
    return named;
  }

  static Set<String> names(String query) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(BESIDE.matcher(query).replaceAll(" "));
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
