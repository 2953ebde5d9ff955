package dev.isthmus.k8s;

import dev.isthmus.images.DebianBase;
import dev.isthmus.images.ImageBuild;
import dev.isthmus.images.ImageRecipe;
import dev.isthmus.images.Recipes;
import dev.isthmus.testkit.kube.KubeCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A cluster whose node has the images of this build, each under two tags, and a package index with
 * the demo model within its reach.
 */
final class WholeCluster implements AutoCloseable {

  static final String FIRST = "first";
  static final String SECOND = "second";

  private final KubeCluster cluster;
  private final ModelIndex index;
  private final KubernetesClient client;

  private WholeCluster(KubeCluster cluster, ModelIndex index) {
    this.cluster = cluster;
    this.index = index;
    this.client = cluster.client();
  }

  /**
   * @param folder for its files; must exist
   */
  static WholeCluster start(Path folder) throws IOException {
    Path images = folder.resolve("images");
    String mmdebstrap = KubeCluster.debian("mmdebstrap").toString();
    ImageBuild build =
        new ImageBuild(
            new DebianBase(cache().resolve("images"), mmdebstrap).reference(),
            FIRST,
            cache().resolve("images").resolve("bases"),
            images.resolve("layers"));
    KubeCluster cluster = KubeCluster.start(Files.createDirectory(folder.resolve("node")));
    try {
      for (ImageRecipe recipe : new Recipes(Path.of("..").toAbsolutePath().normalize()).all()) {
        Path tar = build.toTar(recipe, images);
        cluster.load(tar);
        cluster.tag(recipe.name() + ":" + FIRST, recipe.name() + ":" + SECOND);
        Files.delete(tar);
      }
      return new WholeCluster(cluster, new ModelIndex(folder, cache(), cluster.host()));
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static Path cache() {
    String set = System.getenv("ISTHMUS_CACHE");
    return set == null
        ? Path.of(System.getProperty("user.home"), ".cache", "isthmus")
        : Path.of(set);
  }

  KubernetesClient client() {
    return client;
  }

  /** Where pods find models. */
  String index() {
    return index.url();
  }

  String kubectl(String... arguments) {
    return Tool.kubectl().at(cluster.kubeconfig()).run(arguments);
  }

  String helm(String... arguments) {
    return Tool.helm().at(cluster.kubeconfig()).run(arguments);
  }

  @Override
  public void close() {
    client.close();
    index.close();
    cluster.close();
  }
}
