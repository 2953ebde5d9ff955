package dev.isthmus.operator.source.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.crds.folder.RefusedDocument.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What an API server asks of metadata, as far as a manifest has any. */
final class MetadataCheck {

  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern QUALIFIED_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "namespace",
          "labels",
          "annotations",
          "uid",
          "generation",
          "resourceVersion",
          "creationTimestamp",
          "managedFields",
          "ownerReferences",
          "finalizers");

  private MetadataCheck() {}

  static List<Cause> check(JsonNode metadata, boolean namespaced) {
    List<Cause> causes = new ArrayList<>();
    JsonNode name = metadata.path("name");
    if (!name.isTextual() || name.asText().isEmpty()) {
      causes.add(new Cause("metadata.name", "Required value: name is required"));
    } else if (name.asText().length() > 253 || !SUBDOMAIN.matcher(name.asText()).matches()) {
      causes.add(
          new Cause(
              "metadata.name",
              "Invalid value: "
                  + name
                  + ": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.',"
                  + " and must start and end with an alphanumeric character"));
    }
    namespace(metadata.path("namespace"), namespaced, causes);
    metadata.properties().stream()
        .filter(field -> !KNOWN.contains(field.getKey()))
        .forEach(
            field ->
                causes.add(
                    new Cause(
                        "metadata." + field.getKey(),
                        "unknown field \"metadata." + field.getKey() + "\"")));
    texts(metadata.path("labels"), "metadata.labels", causes);
    texts(metadata.path("annotations"), "metadata.annotations", causes);
    return causes;
  }

  private static void texts(JsonNode map, String field, List<Cause> causes) {
    if (map.isMissingNode() || map.isNull()) {
      return;
    }
    if (!map.isObject()) {
      causes.add(new Cause(field, "Invalid value: " + map + ": must be a map of strings"));
    }
    boolean labels = field.endsWith("labels");
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      // an API server compares the keys of annotations in lower case
      String key = labels ? entry.getKey() : entry.getKey().toLowerCase(Locale.ROOT);
      if (!isQualified(key)) {
        causes.add(
            new Cause(
                field,
                "Invalid value: \""
                    + entry.getKey()
                    + "\": a key is a name of at most 63 characters (A-Z, a-z, 0-9, '-', '_' and '.'), with"
                    + " a DNS subdomain and a slash before it where it has a prefix"));
      }
      if (!entry.getValue().isTextual()) {
        causes.add(
            new Cause(
                field + "." + entry.getKey(),
                "Invalid value: " + entry.getValue() + ": must be a string"));
      } else if (labels && !LABEL_VALUE.matcher(entry.getValue().asText()).matches()) {
        causes.add(
            new Cause(
                field + "." + entry.getKey(),
                "Invalid value: "
                    + entry.getValue()
                    + ": a label is a string of at most 63 characters"));
      }
    }
  }

  private static boolean isQualified(String key) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? null : key.substring(0, slash);
    return QUALIFIED_NAME.matcher(key.substring(slash + 1)).matches()
        && (prefix == null || prefix.length() <= 253 && SUBDOMAIN.matcher(prefix).matches());
  }

  private static void namespace(JsonNode namespace, boolean namespaced, List<Cause> causes) {
    if (namespace.isMissingNode() || namespace.isNull()) {
      return;
    }
    if (!namespaced) {
      causes.add(new Cause("metadata.namespace", "Forbidden: not allowed on this type"));
    } else if (!namespace.isTextual() || !LABEL.matcher(namespace.asText()).matches()) {
      causes.add(
          new Cause(
              "metadata.namespace",
              "Invalid value: "
                  + namespace
                  + ": a namespace is a DNS label of at most 63 characters"));
    }
  }
}
