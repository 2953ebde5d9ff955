package dev.isthmus.crds.folder;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A document of the person's manifests that was not taken, with every reason. What an earlier good
 * version of it asked for goes on running.
 *
 * @param source file and the document's number in it, from 1: {@code quickstart.yaml#2}
 * @param kind as written, null where there is none
 * @param namespace as written, null where there is none
 * @param name as written, null where there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefusedDocument(
    String source, String kind, String namespace, String name, List<Cause> causes) {

  /**
   * One reason.
   *
   * @param field path as an API server writes it ({@code spec.pools[0].name}), empty for the
   *     document as a whole
   * @param message what is wrong, with the value and what is allowed
   */
  public record Cause(String field, String message) {

    @Override
    public String toString() {
      return field.isEmpty() ? message : field + ": " + message;
    }
  }

  public RefusedDocument {
    causes = causes == null ? List.of() : List.copyOf(causes);
  }

  /** One line for a person. */
  public String oneLine() {
    StringBuilder line = new StringBuilder(source);
    if (kind != null && name != null) {
      line.append(": ").append(kind).append(' ').append(name);
    }
    line.append(" is refused: ");
    return line.append(String.join("; ", causes.stream().map(Cause::toString).toList())).toString();
  }
}
