package dev.isthmus.k8s;

import dev.isthmus.images.DebianBase;
import dev.isthmus.images.ImageBuild;
import dev.isthmus.images.ImageRecipe;
import dev.isthmus.images.Recipes;
import dev.isthmus.testkit.kube.KubeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cluster whose node has the images of this build, each under two tags, and a package index with
 * the demo model within its reach.
 */
final class WholeCluster implements WalkCluster {

  private final KubeCluster cluster;
  private final ModelIndex index;

  private WholeCluster(KubeCluster cluster, ModelIndex index) {
    this.cluster = cluster;
    this.index = index;
  }

  /**
   * @param folder for its files; must exist
   */
  static WholeCluster start(Path folder) throws IOException {
    Path images = folder.resolve("images");
    String mmdebstrap = KubeCluster.debian("mmdebstrap").toString();
    ImageBuild build =
        new ImageBuild(
            new DebianBase(WalkCluster.cache().resolve("images"), mmdebstrap).reference(),
            WalkCluster.FIRST,
            WalkCluster.cache().resolve("images").resolve("bases"),
            images.resolve("layers"));
    KubeCluster cluster = KubeCluster.start(Files.createDirectory(folder.resolve("node")));
    try {
      for (ImageRecipe recipe : new Recipes(Path.of("..").toAbsolutePath().normalize()).all()) {
        Path tar = build.toTar(recipe, images);
        cluster.load(tar);
        cluster.tag(
            recipe.name() + ":" + WalkCluster.FIRST, recipe.name() + ":" + WalkCluster.SECOND);
        Files.delete(tar);
      }
      return new WholeCluster(cluster, WalkCluster.models(folder, cluster.host()));
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  @Override
  public Path kubeconfig() {
    return cluster.kubeconfig();
  }

  @Override
  public String index() {
    return index.url();
  }

  @Override
  public Optional<String> address(String namespace, String service) {
    return Optional.of(
        kubectl("-n", namespace, "get", "service", service, "-o", "jsonpath={.spec.clusterIP}"));
  }

  @Override
  public void close() {
    index.close();
    cluster.close();
  }
}
