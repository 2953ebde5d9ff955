package dev.isthmus.k8s.standin;

import dev.isthmus.images.ImageLayer;
import dev.isthmus.images.ImageRecipe;
import dev.isthmus.images.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The files of our images, below a folder of this machine, and what each image starts. */
final class ImageTree {

  private final Map<String, ImageRecipe> recipes = new HashMap<>();
  private final Path folder;

  private ImageTree(Path folder) {
    this.folder = folder;
  }

  /** A copy of every file of every image. */
  static ImageTree of(Recipes recipes, Path folder) throws IOException {
    ImageTree tree = new ImageTree(folder);
    for (ImageRecipe recipe : recipes.all()) {
      tree.recipes.put(recipe.name(), recipe);
      for (ImageLayer layer : recipe.layers()) {
        for (Map.Entry<String, Path> file : layer.files().entrySet()) {
          Path copy = tree.root(recipe.name()).resolve(file.getKey().substring(1));
          Files.createDirectories(copy.getParent());
          Files.copy(file.getValue(), copy);
        }
      }
    }
    return tree;
  }

  /**
   * @param image name:tag
   */
  ImageRecipe recipe(String image) {
    return recipes.get(name(image));
  }

  /** What the container sees as {@code /opt/isthmus}. */
  Path home(String image) {
    return root(name(image)).resolve(Recipes.ROOT.substring(1));
  }

  private static String name(String image) {
    return image.substring(0, image.indexOf(':'));
  }

  private Path root(String name) {
    return folder.resolve(name);
  }
}
