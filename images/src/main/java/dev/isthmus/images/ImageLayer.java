package dev.isthmus.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files that change together.
 *
 * @param files absolute path in the image to the file on this machine
 */
public record ImageLayer(String name, Map<String, Path> files) {

  public ImageLayer {
    files = Map.copyOf(files);
  }

  /**
   * Everything below a folder, at a path of the image.
   *
   * @throws ImageException where there is no such folder
   */
  public static ImageLayer folder(String name, Path folder, String at) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    for (Path file : filesBelow(folder)) {
      files.put(at + "/" + folder.relativize(file).toString().replace('\\', '/'), file);
    }
    return new ImageLayer(name, files);
  }

  static List<Path> filesBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ImageException(
          folder + " is missing; build it with: mvn -q -DskipTests package", null);
    }
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Readable by everyone, so that any user id that a cluster assigns can read it. */
  FileEntriesLayer forJib() {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    new TreeMap<>(files)
        .forEach(
            (at, file) ->
                layer.addEntry(
                    file, AbsoluteUnixPath.get(at), FilePermissions.DEFAULT_FILE_PERMISSIONS));
    return layer.build();
  }
}
