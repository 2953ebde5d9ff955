package dev.isthmus.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A base image made on this machine from its own Debian package sources, for those who have no
 * registry. Needs mmdebstrap, takes about half a minute, and is kept.
 *
 * @param cache where the base is kept
 * @param mmdebstrap the program
 */
public record DebianBase(Path cache, String mmdebstrap) {

  private static final String NAME = "debian-bookworm-jre-17";
  private static final String CLEAN =
      "rm -rf \"$1\"/usr/share/doc/* \"$1\"/usr/share/man/* \"$1\"/usr/share/locale/*"
          + " \"$1\"/var/cache/apt/* \"$1\"/var/lib/apt/lists/*";

  /**
   * The base as Jib takes it, {@code tar://FILE}.
   *
   * @throws ImageException where it cannot be made here
   */
  public String reference() throws IOException {
    Path image = cache.resolve(NAME + ".tar");
    if (!Files.isRegularFile(image)) {
      Files.createDirectories(cache);
      Path folder = Files.createTempDirectory(cache, NAME);
      try {
        Path root = folder.resolve("root.tar");
        Path made = folder.resolve("image.tar");
        bootstrap(root, folder.resolve("log"));
        new RootFilesystem(root).writeImage(made, System.getProperty("os.arch"));
        Files.move(
            made, image, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        for (String left : List.of("root.tar", "image.tar", "log")) {
          Files.deleteIfExists(folder.resolve(left));
        }
        Files.delete(folder);
      }
    }
    return "tar://" + image.toAbsolutePath();
  }

  private void bootstrap(Path root, Path log) throws IOException {
    List<String> command =
        List.of(
            mmdebstrap,
            "--variant=essential",
            "--include=openjdk-17-jre-headless",
            "--customize-hook=" + CLEAN,
            "bookworm",
            root.toString());
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new ImageException(
          "mmdebstrap is missing: install it (apt-get install mmdebstrap), or name a base image",
          e);
    }
    try {
      int status = process.waitFor();
      if (status != 0) {
        List<String> said = Files.readAllLines(log);
        String last = said.isEmpty() ? "nothing was said" : said.get(said.size() - 1);
        throw new ImageException("mmdebstrap ended with %d: %s".formatted(status, last), null);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new ImageException("mmdebstrap was interrupted", e);
    }
  }
}
