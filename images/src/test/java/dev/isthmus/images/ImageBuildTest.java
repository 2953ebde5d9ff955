package dev.isthmus.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of a home with a few small files, on a base of one empty layer. */
class ImageBuildTest {

  @TempDir private Path folder;

  private Path home;
  private ImageBuild build;

  @BeforeEach
  void aHomeAndABase() throws IOException {
    home = folder.resolve("home");
    for (String file :
        new String[] {
          "operator/target/quarkus-app/quarkus-run.jar",
          "operator/target/quarkus-app/lib/main/org.example.library.jar",
          "operator/target/quarkus-app/lib/main/dev.isthmus.isthmus-crds.jar"
        }) {
      Path at = home.resolve(file);
      Files.createDirectories(at.getParent());
      Files.writeString(at, file);
    }
    Path root = folder.resolve("root.tar");
    try (OutputStream out = Files.newOutputStream(root);
        TarArchiveOutputStream empty = new TarArchiveOutputStream(out)) {
      empty.finish();
    }
    Path base = folder.resolve("base.tar");
    new RootFilesystem(root).writeImage(base, "amd64");
    build =
        new ImageBuild("tar://" + base, "1.2.3", folder.resolve("bases"), folder.resolve("layers"));
  }

  @Test
  void anImageRunsAsAUserWithoutANameInGroupZeroAndAnyoneMayReadItsFiles() throws IOException {
    BuiltImage image = BuiltImage.read(build.toTar(new Recipes(home).operator(), folder));

    assertThat(image.name()).isEqualTo("isthmus-operator:1.2.3");
    assertThat(image.config().get("User").asText()).isEqualTo("10001:0");
    assertThat(image.config().get("Entrypoint").get(0).asText()).isEqualTo("java");
    assertThat(image.files())
        .containsKeys(
            "/opt/isthmus/quarkus-run.jar", "/opt/isthmus/lib/main/org.example.library.jar");
    assertThat(image.files().values())
        .allSatisfy(file -> assertThat(file.getMode() & 0444).isEqualTo(0444));
  }

  @Test
  void librariesAndOurOwnFilesLieInLayersOfTheirOwn() throws IOException {
    ImageRecipe operator = new Recipes(home).operator();

    assertThat(operator.layers().get(0).files().keySet())
        .containsExactly("/opt/isthmus/lib/main/org.example.library.jar");
    assertThat(operator.layers().get(1).files().keySet())
        .containsExactlyInAnyOrder(
            "/opt/isthmus/quarkus-run.jar", "/opt/isthmus/lib/main/dev.isthmus.isthmus-crds.jar");
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws IOException {
    Path once = build.toTar(new Recipes(home).operator(), folder.resolve("once"));
    Path again =
        new ImageBuild(
                build.base(),
                "1.2.3",
                folder.resolve("other-bases"),
                folder.resolve("other-layers"))
            .toTar(new Recipes(home).operator(), folder.resolve("again"));

    assertThat(again).hasSameBinaryContentAs(once);
  }

  @Test
  void whatIsNotBuiltIsNamedWithTheCommandThatBuildsIt() {
    assertThatThrownBy(() -> new Recipes(home).router())
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("router/target/quarkus-app is missing")
        .hasMessageContaining("mvn -q -DskipTests package");
  }

  @Test
  void aBaseThatIsNotThereIsNamed() throws IOException {
    ImageRecipe operator = new Recipes(home).operator();
    ImageBuild baseless =
        new ImageBuild("tar://" + folder.resolve("none.tar"), "1", folder, folder);

    assertThatThrownBy(() -> baseless.toTar(operator, folder))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("isthmus-operator cannot be built on tar://")
        .hasMessageContaining("none.tar");
  }
}
