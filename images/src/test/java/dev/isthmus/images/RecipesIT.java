package dev.isthmus.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The recipes against what this build made. */
class RecipesIT {

  private final Recipes recipes = new Recipes(Path.of("..").toAbsolutePath().normalize());

  @Test
  void everyProcessHasItsRunnerAndTheAgentTheDemosDraftModel() throws IOException {
    for (ImageRecipe recipe :
        new ImageRecipe[] {recipes.operator(), recipes.agent(), recipes.router()}) {
      assertThat(files(recipe)).as(recipe.name()).contains("/opt/isthmus/quarkus-run.jar");
    }
    assertThat(files(recipes.agent())).contains("/opt/isthmus/models/smollm2-draft/config.json");
  }

  @Test
  void theBrokerHasItsMainClassAndKafka() throws IOException {
    ImageRecipe broker = recipes.broker();
    Path own = broker.layers().get(1).files().get("/opt/isthmus/lib/isthmus-local.jar");

    try (JarFile jar = new JarFile(own.toFile())) {
      assertThat(jar.getEntry("dev/isthmus/local/broker/BrokerMain.class")).isNotNull();
    }
    assertThat(files(broker)).anyMatch(file -> file.matches("/opt/isthmus/lib/kafka_.*[.]jar"));
  }

  private static Set<String> files(ImageRecipe recipe) {
    Set<String> all = new TreeSet<>();
    recipe.layers().forEach(layer -> all.addAll(layer.files().keySet()));
    return all;
  }
}
