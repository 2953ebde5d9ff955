package dev.isthmus.operator.source;

import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.status.Stories.Story;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Optional;

/**
 * Where resources come from and where their status goes: a folder, or an API server. Everything
 * behind it is the same for both. Resources handed out are for reading only. Used by the control
 * loop's thread alone.
 */
public interface ResourceSource extends ResourceReader {

  /**
   * Takes in what changed since the last call.
   *
   * @return true where something did
   */
  boolean refresh();

  /** host:port at which other sites reach this one; empty where they cannot. */
  default Optional<String> address(Site site) {
    return Optional.ofNullable(site.getSpec().address());
  }

  /**
   * Replaces a resource's status; nothing is written where it is equal, or where the resource is
   * gone.
   *
   * @return true where it differs and is going to be written
   */
  <S, R extends CustomResource<?, S>> boolean writeStatus(R resource, S status);

  /** Tells people what happened to a resource. */
  void tell(HasMetadata about, Story story);

  /**
   * Makes an object of the operator's own. It is found from now on, and kept once {@link #isStored}
   * says so.
   *
   * @return false where another has its type and name: nothing is made then
   */
  boolean make(HasMetadata own);

  /**
   * Whether an object that was made would still be there after a restart of the operator. What
   * relies on it waits until then.
   */
  boolean isStored(HasMetadata own);

  /** Takes an object of the operator's own away. */
  void remove(HasMetadata own);
}
