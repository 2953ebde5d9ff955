package dev.isthmus.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an image is made of, on top of a base that has a Java 17 runtime.
 *
 * @param name without registry and tag
 * @param layers the ones that change seldom first
 * @param environment what the process is told unless a pod says otherwise
 * @param ports TCP, as a hint to people
 */
public record ImageRecipe(
    String name,
    List<ImageLayer> layers,
    List<String> entrypoint,
    Map<String, String> environment,
    List<Integer> ports) {

  public ImageRecipe {
    layers = List.copyOf(layers);
    entrypoint = List.copyOf(entrypoint);
    environment = Map.copyOf(environment);
    ports = List.copyOf(ports);
  }

  /** The same image with files on top, such as a model that is to be there from the start. */
  public ImageRecipe with(ImageLayer layer) {
    List<ImageLayer> more = new ArrayList<>(layers);
    more.add(layer);
    return new ImageRecipe(name, more, entrypoint, environment, ports);
  }
}
