package dev.isthmus.operator.source.folder;

import dev.isthmus.crds.folder.RefusedDocument;
import dev.isthmus.crds.folder.RefusedDocument.Cause;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.operator.status.Stories.Story;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Resources from the person's YAML, held to an API server's rules. What it would keep (uids,
 * generations, status, the operator's own objects) lives in the state folder. A document that is
 * refused changes nothing: its last good version goes on, across restarts too.
 */
public final class FolderSource implements ResourceSource {

  private static final Logger LOG = Logger.getLogger(FolderSource.class);

  private final Manifests manifests;
  private final StateFolder state;
  private final Admission admission = new Admission();
  private final Held held;
  private String fingerprint = "";

  /**
   * @param manifests a YAML file, or a folder of them
   * @param uids a new unique id at each call
   */
  public FolderSource(Path manifests, StateFolder state, Clock clock, Supplier<String> uids) {
    this.manifests = new Manifests(manifests);
    this.state = state;
    this.held = new Held(state, clock, uids);
  }

  @Override
  public boolean refresh() {
    String now = manifests.fingerprint();
    if (now.equals(fingerprint)) {
      return false;
    }
    fingerprint = now;
    if (manifests.isAbsent()) {
      refuse(List.of(manifests.absence()));
      return true;
    }
    Manifests.Content content = manifests.read();
    List<RefusedDocument> refused = new ArrayList<>(content.refused());
    Set<Held.Key> present = new HashSet<>();
    Set<String> unclear = new HashSet<>(content.unreadable());
    for (Document document : content.documents()) {
      Optional<Held.Key> key = key(document);
      if (key.isEmpty()) {
        unclear.add(document.file()); // a misspelt kind or name must not take away what it meant
      }
      take(document, key, present, refused);
    }
    held.dropManifestedExcept(present, unclear);
    refuse(refused);
    return true;
  }

  private void take(
      Document document,
      Optional<Held.Key> key,
      Set<Held.Key> present,
      List<RefusedDocument> refused) {
    HasMetadata old = key.flatMap(held::find).orElse(null);
    if (key.isPresent() && present.contains(key.get())) {
      refused.add(
          refusal(
              document,
              List.of(new Cause("metadata.name", "Duplicate value: another document has it"))));
      return;
    }
    key.ifPresent(present::add);
    Verdict verdict = admission.admit(document.content(), old);
    if (verdict instanceof Verdict.Admitted admitted) {
      held.takeManifested(admitted.resource(), document.file());
    } else if (verdict instanceof Verdict.Refused no) {
      refused.add(refusal(document, no.causes()));
    }
  }

  private Optional<Held.Key> key(Document document) {
    String kind = document.text("/kind");
    String name = document.text("/metadata/name");
    Class<? extends HasMetadata> type = kind == null ? null : admission.type(kind);
    if (type == null || name == null) {
      return Optional.empty();
    }
    String namespace =
        Held.isNamespaced(type)
            ? Objects.requireNonNullElse(document.text("/metadata/namespace"), "default")
            : null;
    return Optional.of(new Held.Key(type, namespace, name));
  }

  static RefusedDocument refusal(Document document, List<Cause> causes) {
    return new RefusedDocument(
        document.source(),
        document.text("/kind"),
        document.text("/metadata/namespace"),
        document.text("/metadata/name"),
        causes);
  }

  private void refuse(List<RefusedDocument> refused) {
    refused.forEach(document -> LOG.warn(document.oneLine()));
    state.writeRefused(refused);
  }

  @Override
  public <R extends HasMetadata> List<R> list(Class<R> type) {
    return held.list(type);
  }

  @Override
  public <R extends HasMetadata> Optional<R> find(Class<R> type, String namespace, String name) {
    return held.find(new Held.Key(type, namespace, name)).map(type::cast);
  }

  @Override
  public <S, R extends CustomResource<?, S>> boolean writeStatus(R resource, S status) {
    return held.writeStatus(resource, status);
  }

  /** A folder has no place for events: the log tells them. */
  @Override
  public void tell(HasMetadata about, Story story) {
    LOG.logf(
        story.warning() ? Logger.Level.WARN : Logger.Level.INFO,
        "%s %s: %s: %s",
        about.getKind(),
        about.getMetadata().getName(),
        story.reason(),
        story.sentence());
  }

  @Override
  public boolean make(HasMetadata own) {
    return held.make(own);
  }

  @Override
  public boolean isStored(HasMetadata own) {
    return true; // the file is written before make returns
  }

  @Override
  public void remove(HasMetadata own) {
    held.remove(Held.Key.of(own));
  }
}
