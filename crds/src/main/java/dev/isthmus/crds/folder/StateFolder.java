package dev.isthmus.crds.folder;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operator's state where its resources come from a folder: what an API server would hold. One
 * YAML file per resource, whole (metadata with uid and generation, spec with its defaults, status):
 *
 * <pre>
 * sites/cloud.yaml
 * inferencenodes/cloud-cpu-0.yaml
 * modelpackages/default/smollm2.yaml
 * collaborativeinferenceservices/default/chat.yaml
 * placementplans/default/chat-1.yaml
 * refused.yaml          the documents that were refused, as {@code documents:} of {@link RefusedDocument}
 * </pre>
 *
 * <p>The operator alone writes; anyone may read at any time, since files are replaced whole.
 */
public final class StateFolder {

  private static final String YAML = ".yaml";
  private static final int LONG_NAME = 200;

  private final Path root;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Refusals(List<RefusedDocument> documents) {}

  public StateFolder(Path root) {
    this.root = root;
  }

  /** Every resource of a type, by namespace and name. */
  public <T extends HasMetadata> List<T> list(Class<T> type) {
    Path folder = root.resolve(HasMetadata.getPlural(type));
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(YAML))
          .sorted()
          .flatMap(file -> read(file, type))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed", e);
    }
  }

  /**
   * One resource.
   *
   * @param namespace null for resources of cluster scope
   */
  public <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name) {
    return read(file(HasMetadata.getPlural(type), namespace, name), type).findFirst();
  }

  /** Writes a resource, in the place of what is there of its type, namespace and name. */
  public void write(HasMetadata resource) {
    replace(file(resource), Serialization.asYaml(resource));
  }

  /** Takes a resource away; nothing happens where there is none. */
  public void delete(HasMetadata resource) {
    Path file = file(resource);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be deleted", e);
    }
  }

  /** The documents that are refused now. */
  public List<RefusedDocument> refused() {
    return read(root.resolve("refused.yaml"), Refusals.class)
        .flatMap(refusals -> refusals.documents().stream())
        .toList();
  }

  /** Replaces the list of refused documents. */
  public void writeRefused(List<RefusedDocument> documents) {
    replace(root.resolve("refused.yaml"), Serialization.asYaml(new Refusals(documents)));
  }

  private Path file(HasMetadata resource) {
    return file(
        resource.getPlural(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName());
  }

  private Path file(String plural, String namespace, String name) {
    Path kind = root.resolve(plural);
    Path folder = namespace == null ? kind : kind.resolve(namespace);
    // A resource's name may have 253 characters; a file's, 255 bytes with all that we add.
    return name.length() <= LONG_NAME
        ? folder.resolve(name + YAML)
        : folder.resolve(name.substring(0, LONG_NAME)).resolve(name.substring(LONG_NAME) + YAML);
  }

  private static <T> Stream<T> read(Path file, Class<T> type) {
    try {
      return Stream.of(Serialization.unmarshal(Files.readString(file), type));
    } catch (NoSuchFileException e) {
      return Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static void replace(Path file, String text) {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      throw new UncheckedIOException(file.getParent() + " is not a folder", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
