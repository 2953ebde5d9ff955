package dev.isthmus.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code mvn -Pimages package}. */
@Command(
    name = "build-images",
    description = "Builds the images of operator, agent, router and broker.",
    mixinStandardHelpOptions = true)
public final class BuildImages implements Callable<Integer> {

  private static final String DEBIAN = "debian";

  @Option(
      names = "--home",
      required = true,
      description = "The repository's root, built with Maven.")
  private Path home;

  @Option(
      names = "--base",
      defaultValue = "eclipse-temurin:17-jre",
      description =
          "An image with a Java 17 runtime on glibc: a name, tar://FILE, or debian to make one here with"
              + " mmdebstrap. Default: ${DEFAULT-VALUE}.")
  private String base;

  @Option(names = "--tag", required = true, description = "The images' tag.")
  private String tag;

  @Option(
      names = "--registry",
      description = "Pushes to REGISTRY[/PATH]. Absent: tars in --folder.")
  private String registry;

  @Option(
      names = "--folder",
      required = true,
      description = "Where tars and layers that were made before lie.")
  private Path folder;

  private BuildImages() {}

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new BuildImages());
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          line.getErr().println("error: " + failure.getMessage());
          return 1;
        });
    int status = command.execute(arguments);
    if (status != 0) {
      System.exit(status); // within Maven's own process, only where it must end too
    }
  }

  @Override
  public Integer call() throws IOException {
    ImageBuild build =
        new ImageBuild(
            base.equals(DEBIAN) ? new DebianBase(cache(), "mmdebstrap").reference() : base,
            tag.toLowerCase(Locale.ROOT),
            cache().resolve("bases"),
            folder.resolve("layers"));
    List<ImageRecipe> recipes = new Recipes(home).all();
    for (ImageRecipe recipe : recipes) {
      if (registry == null || registry.isBlank()) {
        Path tar = build.toTar(recipe, folder);
        System.out.printf("%s (%d MB)%n", tar, Files.size(tar) / 1_000_000);
      } else {
        System.out.println(build.toRegistry(recipe, registry));
      }
    }
    return 0;
  }

  private static Path cache() {
    String set = System.getenv("ISTHMUS_CACHE");
    return (set == null
            ? Path.of(System.getProperty("user.home"), ".cache", "isthmus")
            : Path.of(set))
        .resolve("images");
  }
}
