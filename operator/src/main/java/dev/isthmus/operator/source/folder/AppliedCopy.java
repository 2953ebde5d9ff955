package dev.isthmus.operator.source.folder;

import dev.isthmus.crds.folder.RefusedDocument;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.model.ModelFacts;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.ModelPackageStatus;
import dev.isthmus.operator.source.ResourceReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the resources would be if a person's YAML were applied to them: the same checks and
 * defaults, over a copy of the state that nobody else reads.
 */
public final class AppliedCopy implements ResourceReader {

  private final Held held;
  private final List<HasMetadata> applied = new ArrayList<>();

  /**
   * @param manifests a YAML file, or a folder of them
   * @param copy of the state; it is written to
   * @param uids a new unique id at each call
   * @throws IllegalArgumentException where a document is refused, with every reason on one line
   */
  public AppliedCopy(Path manifests, StateFolder copy, Clock clock, Supplier<String> uids) {
    this.held = new Held(copy, clock, uids);
    Manifests files = new Manifests(manifests);
    if (files.isAbsent()) {
      throw new IllegalArgumentException(manifests + ": there is no such file or folder");
    }
    Manifests.Content content = files.read();
    refuse(content.refused());
    Admission admission = new Admission();
    List<RefusedDocument> refused = new ArrayList<>();
    for (Document document : content.documents()) {
      take(document, admission).ifPresent(refused::add);
    }
    refuse(refused);
  }

  private Optional<RefusedDocument> take(Document document, Admission admission) {
    Verdict verdict = admission.admit(document.content(), null);
    if (verdict instanceof Verdict.Refused no) {
      return Optional.of(FolderSource.refusal(document, no.causes()));
    }
    HasMetadata resource = ((Verdict.Admitted) verdict).resource();
    Held.Key key = Held.Key.of(resource);
    if (held.find(key).isPresent()) {
      // once more with what it replaces: some fields may not change
      verdict = admission.admit(document.content(), held.find(key).get());
      if (verdict instanceof Verdict.Refused no) {
        return Optional.of(FolderSource.refusal(document, no.causes()));
      }
    }
    held.takeManifested(resource, document.file());
    applied.add(held.find(key).orElseThrow());
    return Optional.empty();
  }

  private static void refuse(List<RefusedDocument> refused) {
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("; ", refused.stream().map(RefusedDocument::oneLine).toList()));
    }
  }

  /** What was applied, of a type, in the order of the YAML. */
  public <R extends HasMetadata> List<R> applied(Class<R> type) {
    return applied.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Notes what an inspection found, as an agent's would be. */
  public void inspected(ModelPackage model, ModelFacts facts) {
    held.writeStatus(
        model,
        new ModelPackageStatus(
            model.getMetadata().getGeneration(), model.getSpec().source().uri(), facts, List.of()));
  }

  @Override
  public <R extends HasMetadata> List<R> list(Class<R> type) {
    return held.list(type);
  }

  @Override
  public <R extends HasMetadata> Optional<R> find(Class<R> type, String namespace, String name) {
    return held.find(new Held.Key(type, namespace, name)).map(type::cast);
  }
}
