package dev.isthmus.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Puts recipes on a base.
 *
 * @param base an image of a registry, or {@code tar://FILE} as {@code docker save} writes it
 * @param tag of the images
 * @param bases layers of bases that were made before
 * @param layers of images, likewise
 */
public record ImageBuild(String base, String tag, Path bases, Path layers) {

  /** Not root, no name; group 0, as clusters that assign user ids do. */
  public static final String USER = "10001:0";

  /**
   * Writes {@code <folder>/<name>.tar}, which {@code docker load} and {@code ctr images import}
   * take.
   *
   * @throws ImageException where the base cannot be had
   */
  public Path toTar(ImageRecipe recipe, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path tar = folder.resolve(recipe.name() + ".tar");
    TarImage image = TarImage.at(tar).named(reference(recipe.name()));
    run(recipe, Containerizer.to(image));
    return tar;
  }

  /**
   * Pushes {@code <registry>/<name>:<tag>} with the credentials that the user's Docker
   * configuration has.
   */
  public String toRegistry(ImageRecipe recipe, String registry) throws IOException {
    ImageReference reference = reference(registry + "/" + recipe.name());
    RegistryImage image =
        RegistryImage.named(reference)
            .addCredentialRetriever(
                CredentialRetrieverFactory.forImage(reference, event -> {}).dockerConfig());
    run(recipe, Containerizer.to(image));
    return reference.toString();
  }

  private void run(ImageRecipe recipe, Containerizer to) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      JibContainerBuilder builder = Jib.from(base);
      recipe.layers().stream().map(ImageLayer::forJib).forEach(builder::addFileEntriesLayer);
      recipe.ports().stream().map(Port::tcp).forEach(builder::addExposedPort);
      builder
          .setEntrypoint(recipe.entrypoint())
          .setEnvironment(new TreeMap<>(recipe.environment()))
          .setUser(USER)
          .containerize(
              to.setToolName("isthmus")
                  .setExecutorService(threads)
                  .setBaseImageLayersCache(bases)
                  .setApplicationLayersCache(layers));
    } catch (InvalidImageReferenceException
        | RegistryException
        | CacheDirectoryCreationException
        | ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ImageException(
          "%s cannot be built on %s: %s".formatted(recipe.name(), base, cause.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException(recipe.name() + " was not finished: interrupted", e);
    } finally {
      settle(threads);
    }
  }

  /** A build that fails leaves steps under way; nothing is to be written after this returns. */
  private static void settle(ExecutorService threads) {
    threads.shutdown();
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ImageReference reference(String name) {
    try {
      return ImageReference.parse(name + ":" + tag);
    } catch (InvalidImageReferenceException e) {
      throw new ImageException(name + ":" + tag + " is no name of an image", e);
    }
  }
}
