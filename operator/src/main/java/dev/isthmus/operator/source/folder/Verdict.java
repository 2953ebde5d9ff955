package dev.isthmus.operator.source.folder;

import dev.isthmus.crds.folder.RefusedDocument.Cause;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** What an API server would have said to a document. */
sealed interface Verdict {

  /** Taken, with its defaults. */
  record Admitted(HasMetadata resource) implements Verdict {}

  /** Not taken. */
  record Refused(List<Cause> causes) implements Verdict {
    static Refused because(String field, String message) {
      return new Refused(List.of(new Cause(field, message)));
    }
  }
}
