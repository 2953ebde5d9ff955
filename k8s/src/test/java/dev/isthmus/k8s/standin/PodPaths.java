package dev.isthmus.k8s.standin;

import dev.isthmus.images.Recipes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Folders of this machine for the paths that a pod's container sees: a process has no mounts. */
final class PodPaths {

  private final Map<String, Path> places =
      new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(it -> it));
  private final String address;
  private final Pattern any;

  /**
   * @param image what the container sees as {@code /opt/isthmus}
   * @param folder the pod's own
   */
  PodPaths(PodVariables variables, Container container, Path image, Path folder)
      throws IOException {
    address = variables.address();
    places.put(Recipes.ROOT, image);
    Map<String, Volume> volumes =
        variables.pod().getSpec().getVolumes().stream()
            .collect(Collectors.toMap(Volume::getName, volume -> volume));
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path place = Files.createDirectories(folder.resolve("volumes").resolve(mount.getName()));
      places.put(mount.getMountPath().replaceAll("/$", ""), place);
    }
    any = anyOf(places.keySet());
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path place = folder.resolve("volumes").resolve(mount.getName());
      Volume volume = volumes.get(mount.getName());
      if (volume.getSecret() != null) {
        write(place, variables.secret(volume.getSecret().getSecretName()));
      } else if (volume.getConfigMap() != null) {
        write(place, variables.configMap(volume.getConfigMap().getName()));
      }
    }
  }

  /** Text that a process reads, with its own address for those that every container has. */
  private void write(Path place, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(
          place.resolve(file.getKey()), here(file.getValue()).replace("127.0.0.1", address));
    }
  }

  /** Paths, and the address of all interfaces, as they are for a process among others. */
  String here(String text) {
    return any.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(places.get(found.group(1)).toString()))
        .replace("0.0.0.0", address);
  }

  private static Pattern anyOf(Set<String> paths) {
    return Pattern.compile(
        "(?<![\\w./-])(%s)(?![\\w.-])"
            .formatted(paths.stream().map(Pattern::quote).collect(Collectors.joining("|"))));
  }
}
